// One vector of float32 of the build's width (4 in WebAssembly), and the two things xsimd leaves
// open: a fused multiply-add where WebAssembly has one, a clamp that lets NaN through, and the few
// elements after the last vector.
#pragma once

#include <xsimd/xsimd.hpp>

#ifdef __wasm__
#include <wasm_simd128.h>
#endif

#include "lstm/matrix.hpp"

namespace lstm::kernels {

using Batch = xsimd::batch<float>;
inline constexpr Index lanes = Batch::size;

// a * b + c. Rounded once where the machine fuses, twice elsewhere.
inline Batch multiply_add(Batch a, Batch b, Batch c) {
#ifdef __wasm_relaxed_simd__
  return Batch(wasm_f32x4_relaxed_madd(a, b, c));
#else
  return xsimd::fma(a, b, c);
#endif
}

// x held within +-limit; NaN stays NaN, which min and max promise differently on every machine.
inline Batch clamp(Batch x, float limit) {
#ifdef __wasm__
  return Batch(wasm_f32x4_pmax(wasm_f32x4_pmin(x, Batch(limit)), Batch(-limit)));
#else
  return xsimd::select(x > Batch(limit), Batch(limit),
                       xsimd::select(x < Batch(-limit), Batch(-limit), x));
#endif
}

// Loads and stores a whole vector.
struct Whole {
  Batch load(const float* from) const { return Batch::load_unaligned(from); }
  void store(float* to, Batch value) const { value.store_unaligned(to); }
};

// Loads and stores the first `count` elements, 0 < count < lanes, and touches no memory behind
// them.
struct Part {
  Index count;

#ifdef __wasm__  // whose vectors have few enough lanes to tell apart
  Batch load(const float* from) const {
    if (count == 1) return Batch(wasm_v128_load32_zero(from));
    const v128_t two = wasm_v128_load64_zero(from);
    return Batch(count == 2 ? two : wasm_v128_load32_lane(from + 2, two, 2));
  }
  void store(float* to, Batch value) const {
    if (count == 1) return wasm_v128_store32_lane(to, value, 0);
    wasm_v128_store64_lane(to, value, 0);
    if (count == 3) wasm_v128_store32_lane(to + 2, value, 2);
  }
#else
  Batch load(const float* from) const {
    alignas(64) float padded[lanes] = {};
    for (Index n = 0; n < count; ++n) padded[n] = from[n];
    return Batch::load_aligned(padded);
  }
  void store(float* to, Batch value) const {
    alignas(64) float padded[lanes];
    value.store_aligned(padded);
    for (Index n = 0; n < count; ++n) to[n] = padded[n];
  }
#endif
};

// The same, called and not written out at each use: for loops that are long or rare, since a page
// downloads less.
struct CalledPart : Part {
  [[gnu::noinline]] Batch load(const float* from) const { return Part::load(from); }
  [[gnu::noinline]] void store(float* to, Batch value) const { Part::store(to, value); }
};

// Calls body(offset, Whole or Tail) until `size` elements are covered.
template <class Tail = Part, class Body>
void for_each_vector(Index size, Body body) {
  Index offset = 0;
  for (; offset + lanes <= size; offset += lanes) body(offset, Whole{});
  if (offset < size) body(offset, Tail{size - offset});
}

// The sum of term(offset, Whole or CalledPart) over `size` elements.
template <class Term>
float sum_of(Index size, Term term) {
  Batch sums(0.0f);
  float tail = 0;
  for_each_vector<CalledPart>(size, [&](Index n, auto part) {
    const Batch value = term(n, part);
    if constexpr (std::is_same_v<decltype(part), Whole>) {
      sums += value;
    } else {  // whose other lanes may hold anything
      float last[lanes];
      value.store_unaligned(last);
      for (Index k = 0; k < part.count; ++k) tail += last[k];
    }
  });
  return xsimd::reduce_add(sums) + tail;
}

}  // namespace lstm::kernels
