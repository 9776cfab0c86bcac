# cmake -DPROGRAM=... -DFOLDER=... -P <this file>: the fuzzer must find its bug within 60 seconds.
execute_process(COMMAND ${PROGRAM} -max_total_time=60 -artifact_prefix=${FOLDER}/planted-
    RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(status EQUAL 0 OR NOT output MATCHES "round trip of")
    message("${output}")
    message(FATAL_ERROR "the planted bug was not found")
endif()
string(REGEX MATCH "round trip of.*in: [^\n]*" report "${output}")
message("${report}")
