# The tests as WebAssembly, run by Node: once with each kind of kernels.

# Emscripten writes a CommonJS script, which the repository's package.json would make a module.
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/package.json "{}")
# Node before 22 runs relaxed SIMD only when asked to; later ones do not know the flag.
set(flag --experimental-wasm-relaxed-simd)
execute_process(COMMAND ${CMAKE_CROSSCOMPILING_EMULATOR} ${flag} --version
  RESULT_VARIABLE unknown OUTPUT_QUIET ERROR_QUIET)

foreach(processor simd relaxed)
  core_tests(lstm::${processor} -${processor})
  set(tests core_tests-${processor})
  target_link_options(${tests} PRIVATE -sALLOW_MEMORY_GROWTH -sSTACK_SIZE=1MB -sENVIRONMENT=node
    $<$<BOOL:${LSTM_THREADS}>:-sPTHREAD_POOL_SIZE=8;-sEXIT_RUNTIME;-Wno-pthreads-mem-growth>)
  if(NOT unknown)
    set_target_properties(${tests} PROPERTIES
      CROSSCOMPILING_EMULATOR "${CMAKE_CROSSCOMPILING_EMULATOR};${flag}")
  endif()
endforeach()
