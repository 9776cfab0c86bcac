# For our own tests, examples and benchmarks only: consumers never see any of this.
enable_testing()

add_library(brine_warnings INTERFACE)
if(MSVC)
    target_compile_options(brine_warnings INTERFACE /W4 /WX /permissive-)
else()
    target_compile_options(brine_warnings INTERFACE
        -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
        -Wcast-qual -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wundef -Werror)
endif()

# What clang's checks of integers leave out. ccache does not look into the file, so its name says
# what is in it; and the same name in every clone is found in the cache too.
set(brine_ignorelist)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    file(SHA256 ${PROJECT_SOURCE_DIR}/cmake/sanitizer_ignorelist.txt hash)
    string(SUBSTRING ${hash} 0 12 hash)
    configure_file(cmake/sanitizer_ignorelist.txt ignorelist_${hash}.txt COPYONLY)
    set(brine_ignorelist -fsanitize-ignorelist=${PROJECT_BINARY_DIR}/ignorelist_${hash}.txt)
    if(CMAKE_GENERATOR MATCHES Ninja AND PROJECT_IS_TOP_LEVEL)
        set(brine_ignorelist -fsanitize-ignorelist=ignorelist_${hash}.txt)
    endif()
endif()

add_library(brine_sanitize INTERFACE)
if(BRINE_SANITIZE)
    set(flags -fsanitize=${BRINE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
        ${brine_ignorelist})
    target_compile_options(brine_sanitize INTERFACE ${flags})
    target_link_options(brine_sanitize INTERFACE ${flags})
endif()

add_library(brine_coverage INTERFACE)
if(BRINE_COVERAGE)
    set(flags -fprofile-instr-generate -fcoverage-mapping)
    target_compile_options(brine_coverage INTERFACE ${flags})
    target_link_options(brine_coverage INTERFACE ${flags})
endif()

# Everything that a program of ours links.
add_library(brine_dev INTERFACE)
target_link_libraries(brine_dev INTERFACE
    brine::brine brine_warnings brine_sanitize brine_coverage)

if(PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_EXTENSIONS)
    set(CMAKE_CXX_EXTENSIONS OFF)
endif()

# The command that runs a program of ours: the program itself, or, where it is one for another
# machine, a script that hands it to the emulator.
function(brine_program target command)
    set(program $<TARGET_FILE:${target}>)
    if(CMAKE_CROSSCOMPILING_EMULATOR)
        set(script ${CMAKE_CURRENT_BINARY_DIR}/emulated/${target})
        get_property(scripts GLOBAL PROPERTY BRINE_SCRIPTS)
        if(NOT script IN_LIST scripts)
            file(GENERATE OUTPUT ${script}
                CONTENT "#!/bin/sh\nexec ${CMAKE_CROSSCOMPILING_EMULATOR} ${program} \"$@\"\n"
                FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
            set_property(GLOBAL APPEND PROPERTY BRINE_SCRIPTS ${script})
        endif()
        set(program ${script})
    endif()
    set(${command} ${program} PARENT_SCOPE)
endfunction()

# The system's own Python is the one that the package manager gives numpy to.
find_program(BRINE_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(BRINE_PYTHON NAMES python3 python REQUIRED)
