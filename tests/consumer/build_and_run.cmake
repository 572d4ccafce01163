# cmake -D way=find_package|add_subdirectory -D source=... -D built=... -D folder=... -P this file:
# writes the README's program and project into the folder, builds them, runs the program, and looks
# at what it has learned.
cmake_minimum_required(VERSION 3.21)

file(READ ${source}/README.md readme)
function(example language result)
  if(NOT readme MATCHES "```${language}\n([^`]*)```")
    message(FATAL_ERROR "expected a block of ${language} in README.md, got none")
  endif()
  set(${result} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()
example(cpp program)
example(cmake project)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${folder})
if(way STREQUAL find_package)
  run(${CMAKE_COMMAND} --install ${built} --prefix ${folder}/installed)
  set(where CMAKE_PREFIX_PATH=${folder}/installed)
else()
  string(REPLACE "find_package(lstm REQUIRED)" "add_subdirectory(${source} lstm-wasm)"
    inside "${project}")
  if(inside STREQUAL project)
    message(FATAL_ERROR "expected find_package(lstm REQUIRED) in the README's project, got ${project}")
  endif()
  set(project "${inside}")
  set(where LSTM_HEADERS=${headers})
endif()
file(WRITE ${folder}/main.cpp "${program}")
file(WRITE ${folder}/CMakeLists.txt "${project}")
run(${CMAKE_COMMAND} -G ${generator} -S ${folder} -B ${folder}/build -D CMAKE_BUILD_TYPE=Release
  -D ${where})
run(${CMAKE_COMMAND} --build ${folder}/build --target app)

execute_process(COMMAND ${folder}/build/app OUTPUT_VARIABLE losses COMMAND_ERROR_IS_FATAL ANY)
string(STRIP "${losses}" losses)
string(REPLACE "\n" ";" losses "${losses}")
list(LENGTH losses steps)
list(GET losses 0 first)
list(GET losses -1 last)
message(STATUS "loss ${first} at first, ${last} after ${steps} steps")
if(NOT (steps EQUAL 200 AND first GREATER 2 AND last LESS 1))
  message(FATAL_ERROR "expected 200 losses from above 2 to below 1")
endif()
