// Products with few rows: each row of a against the rows of b. Eight sums at a time hide a
// multiply-add's latency. (Inner products with rows of b^T were five times slower in WebAssembly.)
#pragma once

#include <algorithm>

#include "kernels/gemm.hpp"
#include "kernels/simd.hpp"

namespace lstm::kernels {

inline constexpr Index sums = 8;

// y [N] = or += x [K] b [K, N]: the rows of b are added up, some vectors of columns at a time.
inline void row_times(const float* x, ConstView b, float* y, Into into) {
  const auto columns = [&]<Index W>(std::integral_constant<Index, W>, Index n, auto part) {
    Batch sum[W];
    for (Index w = 0; w < W; ++w) {
      sum[w] = into == Into::add ? part.load(y + n + w * lanes) : Batch(0.0f);
    }
    for (Index k = 0; k < b.rows; ++k) {
      const Batch x_k(x[k]);
      for (Index w = 0; w < W; ++w) {
        sum[w] = multiply_add(x_k, part.load(b.row(k) + n + w * lanes), sum[w]);
      }
    }
    for (Index w = 0; w < W; ++w) part.store(y + n + w * lanes, sum[w]);
  };
  Index n = 0;
  for (; n + sums * lanes <= b.cols; n += sums * lanes) {
    columns(std::integral_constant<Index, sums>{}, n, Whole{});
  }
  for_each_vector(b.cols - n, [&](Index at, auto part) {
    columns(std::integral_constant<Index, 1>{}, n + at, part);
  });
}

}  // namespace lstm::kernels
