// One row by a wide panel: a product with few rows reads all of b for little work, so b streams
// through once, and eight sums at a time hide a multiply-add's latency.
#pragma once

#include "kernels/simd.hpp"

namespace lstm::kernels {

inline constexpr Index row_sums = 8;
inline constexpr Index wide_panel = row_sums * lanes;

// c [cols] = or += a [K] b [K, wide_panel]; cols <= wide_panel.
inline void row(const float* a, const float* b, Index K, float* c, Index cols, bool add) {
  Batch sum[row_sums];
  for (Index n = 0; n < row_sums; ++n) sum[n] = Batch(0.0f);
  for (Index k = 0; k < K; ++k, b += wide_panel) {
    const Batch a_k(a[k]);
    for (Index n = 0; n < row_sums; ++n) {
      sum[n] = multiply_add(a_k, Batch::load_unaligned(b + n * lanes), sum[n]);
    }
  }
  Index n = 0;
  for_each_vector(cols, [&](Index at, auto part) {
    part.store(c + at, add ? part.load(c + at) + sum[n] : sum[n]);
    ++n;
  });
}

}  // namespace lstm::kernels
