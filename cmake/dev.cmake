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

add_library(brine_sanitize INTERFACE)
if(BRINE_SANITIZE)
    set(flags -fsanitize=${BRINE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
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

# The system's own Python is the one that the package manager gives numpy to.
find_program(BRINE_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(BRINE_PYTHON NAMES python3 python REQUIRED)
