# Two libraries that share all but the kernels: lstm::simd, which is lstm::core, and lstm::relaxed,
# whose kernels fuse multiplication and addition.

# What a page downloads: only the kernels, which loop over numbers, are worth their bytes; and they
# say themselves what is a vector.
target_compile_options(lstm_core PRIVATE -Oz -fno-rtti)
set_source_files_properties(${kernels} PROPERTIES
  COMPILE_OPTIONS "-fno-vectorize;-fno-slp-vectorize")
set(rare ${kernels})
list(FILTER rare EXCLUDE REGEX "gates|gemm|vectors")  # which a step's time goes to
set_property(SOURCE ${rare} APPEND PROPERTY COMPILE_OPTIONS -fno-unroll-loops)

add_library(lstm_relaxed_kernels OBJECT ${kernels})
lstm_settings(lstm_relaxed_kernels)
target_compile_options(lstm_relaxed_kernels PRIVATE -mrelaxed-simd)
lstm_precompile(lstm_relaxed_kernels ${LSTM_PRECOMPILED} <xsimd/xsimd.hpp>)

add_library(lstm_relaxed STATIC
  $<TARGET_OBJECTS:lstm_core> $<TARGET_OBJECTS:lstm_relaxed_kernels>)
lstm_settings(lstm_relaxed)
set_target_properties(lstm_relaxed PROPERTIES LINKER_LANGUAGE CXX)
add_library(lstm::simd ALIAS lstm_core)
add_library(lstm::relaxed ALIAS lstm_relaxed)

# Inlining goes from a function into one that may do as much: so whatever calls kernels may do what
# the relaxed ones do, and does so itself nowhere.
target_compile_options(lstm_core PRIVATE -mrelaxed-simd)
