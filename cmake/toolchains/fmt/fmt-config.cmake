# fmt as nothing but headers.
find_path(fmt_headers fmt/core.h REQUIRED)
if(NOT TARGET fmt::fmt)
    add_library(fmt::fmt INTERFACE IMPORTED)
    set_target_properties(fmt::fmt PROPERTIES
        INTERFACE_INCLUDE_DIRECTORIES ${fmt_headers}
        INTERFACE_COMPILE_DEFINITIONS FMT_HEADER_ONLY)
endif()
