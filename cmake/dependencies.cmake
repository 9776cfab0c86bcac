# What brine is built on: an installed package first, a pinned release of the official
# repository where there is none.
include(FetchContent)

macro(brine_find_fmt)
    if(NOT TARGET fmt::fmt)
        set(FMT_INSTALL ${BRINE_INSTALL})
        FetchContent_Declare(fmt
            GIT_REPOSITORY https://github.com/fmtlib/fmt.git
            GIT_TAG 11.2.0
            SYSTEM
            FIND_PACKAGE_ARGS 8 GLOBAL)
        FetchContent_MakeAvailable(fmt)
    endif()
endmacro()

# Catch2 2 or 3; gives catch_discover_tests() too.
macro(brine_find_catch2)
    FetchContent_Declare(Catch2
        GIT_REPOSITORY https://github.com/catchorg/Catch2.git
        GIT_TAG v3.7.1
        SYSTEM
        FIND_PACKAGE_ARGS GLOBAL)
    FetchContent_MakeAvailable(Catch2)
    list(APPEND CMAKE_MODULE_PATH ${Catch2_DIR} ${catch2_SOURCE_DIR}/extras)
    include(Catch)
endmacro()
