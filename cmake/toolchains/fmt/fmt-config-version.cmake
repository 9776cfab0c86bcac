# FMT_VERSION is 90100 for 9.1.0.
find_path(fmt_headers fmt/core.h)
if(fmt_headers)
    file(STRINGS ${fmt_headers}/fmt/core.h version REGEX "^#define FMT_VERSION [0-9]+$")
    string(REGEX REPLACE "^.* ([0-9]+)([0-9][0-9])([0-9][0-9])$" "\\1.\\2.\\3" PACKAGE_VERSION
        "${version}")
    if(PACKAGE_VERSION VERSION_GREATER_EQUAL PACKAGE_FIND_VERSION)
        set(PACKAGE_VERSION_COMPATIBLE TRUE)
    endif()
endif()
