// The matrix products that layers are made of. Every shape is checked by the caller's layout.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm::kernels {

void a_b(ConstView a, ConstView b, View c);       // c  = a b      [M, K] [K, N] -> [M, N]
void add_a_bt(ConstView a, ConstView b, View c);  // c += a b^T    [M, K] [N, K] -> [M, N]
void add_at_b(ConstView a, ConstView b, View c);  // c += a^T b    [K, M] [K, N] -> [M, N]

// Each row of y becomes `row` [1, N]; zeros where there is none.
void fill_rows(ConstView row, View y);

// row [1, N] += the sum of y [M, N] over its rows
void add_column_sums(ConstView y, View row);

}  // namespace lstm::kernels
