# Makes the one-file header and compiles main.cpp with nothing else on the include path.
execute_process(COMMAND ${PYTHON} ${SOURCE}/cmake/single_header.py ${SOURCE}/include
    ${BUILD}/brine/brine.hpp COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags NATIVE_COMMAND "${FLAGS}")
execute_process(COMMAND ${CXX} ${flags} -std=c++20 -Wall -Wextra -fsyntax-only -I${BUILD}
    ${SOURCE}/tests/consume/main.cpp COMMAND_ERROR_IS_FATAL ANY)
