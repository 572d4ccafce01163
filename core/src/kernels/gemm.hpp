// Matrix products. Shapes fit by the caller's layout: nothing is checked here.
#pragma once

#include <span>

#include "lstm/matrix.hpp"
#include "lstm/tensor.hpp"

namespace lstm::kernels {

enum class Into { overwrite, add };
enum class Lies { straight, transposed };

// A factor laid out anew, kept from call to call until it changes.
struct Kept {
  enum class Form { none, narrow, wide };

  Buffer memory;
  View view;
  Form form = Form::none;

  void drop() { form = Form::none; }
};

// The right factor b [K, N] of products a b, prepared once and used many times, as a weight is by
// every time step. It may lie transposed, as [N, K].
//
// b is packed into panels: some columns each, contiguous along K, the last one filled up with
// zeros. They are narrow for tiles of several rows, and wide where a has few.
class Factor {
 public:
  // `rows` of a at a time. Lays b out in `kept`, unless it is there already in that form: who keeps
  // it drops it when b changes. Both must outlive the factor.
  Factor(ConstView b, Lies lies, Index rows, Kept& kept);

  // c [M, N] = or += a [M, K] b
  void multiply(ConstView a, View c, Into into) const;

 private:
  bool wide_;
  ConstView panels_;  // [panels, K * width]
};

void a_b(ConstView a, ConstView b, View c);       // c  = a b      [M, K] [K, N] -> [M, N]
void add_a_b(ConstView a, ConstView b, View c);   // c += a b
void add_at_b(ConstView a, ConstView b, View c);  // c += a^T b    [K, M] [K, N] -> [M, N]

// Each row of y becomes `row` [1, N]; zeros where there is none.
void fill_rows(ConstView row, View y);

void gather_rows(ConstView table, std::span<const Token> rows, View y);   // y[n] = table[rows[n]]
void scatter_rows(ConstView y, std::span<const Token> rows, View table);  // table[rows[n]] += y[n]

// row [1, N] += the sum of y [M, N] over its rows
void add_column_sums(ConstView y, View row);

}  // namespace lstm::kernels
