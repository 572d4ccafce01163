# cmake -D program=... -P this file: runs it in two processes, each with addresses of its own, and
# expects both to print the same.
foreach(run first second)
  execute_process(COMMAND ${program} OUTPUT_VARIABLE ${run} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
if(NOT first OR NOT first STREQUAL second)
  message(FATAL_ERROR "expected the same bits in two runs, got\n${first}and\n${second}")
endif()
message(STATUS "the same bits in two runs:\n${first}")
