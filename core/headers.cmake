# A header library: by find_package where it is installed, else from the folder LSTM_HEADERS.
function(lstm_headers target package version header)
  if(TARGET ${target})
    return()  # the project around this one has it
  endif()
  find_package(${package} ${version} QUIET)
  if(TARGET ${target})
    set_target_properties(${target} PROPERTIES IMPORTED_GLOBAL TRUE)  # for the tests too
    return()
  endif()
  find_path(LSTM_${package}_INCLUDE ${header} PATHS ${LSTM_HEADERS}
    NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
  if(NOT LSTM_${package}_INCLUDE)
    message(FATAL_ERROR "lstm: expected ${package} >= ${version}: install it, or name a folder that "
      "holds ${header} by -DLSTM_HEADERS=...")
  endif()
  add_library(${target} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${target} INTERFACE ${LSTM_${package}_INCLUDE})
endfunction()
