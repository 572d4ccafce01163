# What the library is compiled with, and who uses it.
if(LSTM_THREADS AND NOT EMSCRIPTEN)
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_package(Threads REQUIRED)
endif()

# Warnings are for our own targets only. GCC 12 is wrong about its own
# AVX-512 intrinsics (uninitialized) and about std::string + (restrict).
add_library(lstm_warnings INTERFACE)
target_compile_options(lstm_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow
  "$<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-uninitialized;-Wno-restrict>"
  $<$<BOOL:${LSTM_WERROR}>:-Werror>)

# Of who includes kernels; users may compile for another processor.
add_library(lstm_arch INTERFACE)
if(LSTM_ARCH)
  target_compile_options(lstm_arch INTERFACE -march=${LSTM_ARCH})
endif()

function(lstm_settings library)
  target_compile_features(${library} PUBLIC cxx_std_20)
  target_include_directories(${library}
    PUBLIC $<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:include>
    PRIVATE src)
  foreach(private Eigen3::Eigen xsimd lstm_arch lstm_warnings)
    target_link_libraries(${library} PRIVATE $<BUILD_INTERFACE:${private}>)
  endforeach()
  if(EMSCRIPTEN)
    # Bulk memory came before SIMD in every engine; without it memcpy is JavaScript's.
    # With link-time optimisation a page downloads less.
    target_compile_options(${library} PUBLIC -fwasm-exceptions -msimd128 -mbulk-memory -flto)
    target_link_options(${library} PUBLIC -fwasm-exceptions -flto)
  endif()
  if(LSTM_THREADS AND EMSCRIPTEN)  # whose libc has pthread_create in any case, as a stub
    target_compile_options(${library} PUBLIC -pthread)
    target_link_options(${library} PUBLIC -pthread)
  elseif(LSTM_THREADS)
    target_link_libraries(${library} PUBLIC Threads::Threads)
  endif()
endfunction()

# What most sources include, read once for all. Each includes what it uses all the same: the linter
# reads them without this.
set(LSTM_PRECOMPILED <algorithm> <array> <cmath> <cstdint> <limits> <map> <memory>
  <numeric> <optional> <span> <string> <string_view> <utility> <variant> <vector>)
function(lstm_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    return()  # GCC 12 no longer knows that what it warns of, wrongly, is in the standard library
  endif()
  target_precompile_headers(${target} PRIVATE ${ARGN})
  # With the time in it, what a compiler cache has kept would not fit the files of another build.
  target_compile_options(${target} PRIVATE
    "$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")
endfunction()
