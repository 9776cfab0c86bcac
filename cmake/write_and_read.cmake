# cmake -DPROGRAM=... -DREADER=... -DOUTPUT=... [-DOUTPUT_IS_DIRECTORY=ON] -P write_and_read.cmake
# Runs the program, which writes to OUTPUT, and then the command that reads it. Either may be empty.
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${OUTPUT})
if(OUTPUT_IS_DIRECTORY)
    file(MAKE_DIRECTORY ${OUTPUT})
endif()

foreach(command IN ITEMS PROGRAM READER)
    if(${command})
        execute_process(COMMAND ${${command}} ${OUTPUT} RESULT_VARIABLE status)
        if(NOT status EQUAL 0)
            message(FATAL_ERROR "${${command}}: ${status}")
        endif()
    endif()
endforeach()
