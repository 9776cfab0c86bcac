# cmake -DPROJECT=... -DBUILD=... -DBRINE_BUILD=... -DARGS=... [-DEMULATOR=...]
#     -P consume.cmake
# Installs brine beside the project's build tree, then configures, builds and runs the project.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${BUILD})

function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE status)
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "${ARGV}: ${status}")
    endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BRINE_BUILD} --prefix ${BUILD}/prefix)
run(${CMAKE_COMMAND} -S ${PROJECT} -B ${BUILD} ${ARGS} -DCMAKE_PREFIX_PATH=${BUILD}/prefix)
run(${CMAKE_COMMAND} --build ${BUILD})
run(${EMULATOR} ${BUILD}/consumer)
