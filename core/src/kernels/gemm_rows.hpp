// Products with few rows: each row of a against b where it lies. Eight sums at a time hide a
// multiply-add's latency.
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

// y [N] = or += x [K] b^T, b [N, K]: inner products with the rows of b, some at a time.
inline void row_times_transposed(const float* x, ConstView b, float* y, Into into) {
  for (Index n = 0; n < b.rows; n += sums) {
    const Index count = std::min(sums, b.rows - n);
    Batch sum[sums];
    for (Index s = 0; s < sums; ++s) sum[s] = Batch(0.0f);
    for_each_vector(b.cols, [&](Index k, auto part) {
      const Batch x_k = part.load(x + k);
      for (Index s = 0; s < sums; ++s) {
        // In place of rows that are not there, the last one is read again.
        sum[s] = multiply_add(x_k, part.load(b.row(n + std::min(s, count - 1)) + k), sum[s]);
      }
    });
    for (Index s = 0; s < count; ++s) {
      const float product = xsimd::reduce_add(sum[s]);
      y[n + s] = into == Into::add ? y[n + s] + product : product;
    }
  }
}

}  // namespace lstm::kernels
