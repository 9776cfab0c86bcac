# cmake -DCASE=... -DCXX=... -DFLAGS=... -DINCLUDES=... -DIMPLICIT_INCLUDES=... -P <this file>
# The case must compile; with BRINE_FAIL defined it must not, and say what the case expects.
cmake_minimum_required(VERSION 3.25)

file(STRINGS ${CASE} expected REGEX "^// expect: ")
if(NOT expected)
    message(FATAL_ERROR "${CASE} has no line '// expect: <text>'")
endif()

separate_arguments(flags NATIVE_COMMAND "${FLAGS}")
file(STRINGS ${CASE} own_flags REGEX "^// flags: ")
string(REPLACE "// flags: " "" own_flags "${own_flags}")
list(APPEND flags ${own_flags})
foreach(dir IN LISTS INCLUDES)
    if(NOT dir IN_LIST IMPLICIT_INCLUDES)
        list(APPEND flags -I${dir})
    endif()
endforeach()
set(compile ${CXX} -std=c++20 -fsyntax-only ${flags})

execute_process(COMMAND ${compile} ${CASE} RESULT_VARIABLE status ERROR_VARIABLE output)
if(NOT status EQUAL 0)
    message("${output}")
    message(FATAL_ERROR "must compile without BRINE_FAIL")
endif()

execute_process(COMMAND ${compile} -DBRINE_FAIL ${CASE}
    RESULT_VARIABLE status ERROR_VARIABLE output)
if(status EQUAL 0)
    message(FATAL_ERROR "must not compile with BRINE_FAIL")
endif()
foreach(line IN LISTS expected)
    string(REPLACE "// expect: " "" text "${line}")
    string(FIND "${output}" "${text}" found)
    if(found EQUAL -1)
        message("${output}")
        message(FATAL_ERROR "the compiler does not say: ${text}")
    endif()
endforeach()
