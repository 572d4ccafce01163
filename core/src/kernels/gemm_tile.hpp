// The innermost product: a few rows by two vectors of columns, its sums held in registers.
#pragma once

#include <utility>

#include "kernels/simd.hpp"

namespace lstm::kernels {

inline constexpr Index narrow_panel = 2 * lanes;

// Rows of a tile. 6 rows take 12 registers for sums, 2 for b and 1 for a: all 16 that x86 has.
// Without a fused multiply-add a product takes another one, and engines then spill at 6.
#if (defined(__wasm__) && !defined(__wasm_relaxed_simd__)) || \
    (defined(__SSE__) && !defined(__FMA__))
inline constexpr Index tile_rows = 4;
#else
inline constexpr Index tile_rows = 6;
#endif

// c [cols] = or += left and right, where they are the last columns of c.
[[gnu::noinline]] inline void write_last(float* c, Batch left, Batch right, Index cols, bool add) {
  for_each_vector(cols, [&](Index n, auto part) {
    const Batch sum = n == 0 ? left : right;
    part.store(c + n, add ? part.load(c + n) + sum : sum);
  });
}

// c [R, cols] = or += a [R, K] b [K, narrow_panel]; a lies as [K][R], b as [K][narrow_panel];
// cols <= narrow_panel.
template <Index R>
void tile(const float* a, const float* b, Index K, float* c, Index row_stride, Index cols,
          bool add) {
  Batch left[R], right[R];
  for (Index r = 0; r < R; ++r) left[r] = right[r] = Batch(0.0f);
  for (Index k = 0; k < K; ++k, a += R, b += narrow_panel) {
    const Batch b_left = Batch::load_unaligned(b);
    const Batch b_right = Batch::load_unaligned(b + lanes);
    for (Index r = 0; r < R; ++r) {
      const Batch a_r(a[r]);
      left[r] = multiply_add(a_r, b_left, left[r]);
      right[r] = multiply_add(a_r, b_right, right[r]);
    }
  }
  const auto write = [add](float* to, Batch sum) {
    (add ? Batch::load_unaligned(to) + sum : sum).store_unaligned(to);
  };
  for (Index r = 0; r < R; ++r) {
    float* row = c + r * row_stride;
    if (cols == narrow_panel) {
      write(row, left[r]);
      write(row + lanes, right[r]);
    } else {
      write_last(row, left[r], right[r], cols, add);
    }
  }
}

// Calls body.operator()<R>() with R = rows, which is known only at run time; 1 <= R <= tile_rows.
template <class Body>
void for_rows(Index rows, Body body) {
  [&]<Index... R>(std::integer_sequence<Index, R...>) {
    ((rows == R + 1 ? body.template operator()<R + 1>() : void()), ...);
  }(std::make_integer_sequence<Index, tile_rows>{});
}

}  // namespace lstm::kernels
