#include "kernels/gemm.hpp"

namespace lstm::kernels {

void a_b(ConstView a, ConstView b, View c) { c.eigen().noalias() = a.eigen() * b.eigen(); }

void add_a_bt(ConstView a, ConstView b, View c) {
  c.eigen().noalias() += a.eigen() * b.eigen().transpose();
}

void add_at_b(ConstView a, ConstView b, View c) {
  c.eigen().noalias() += a.eigen().transpose() * b.eigen();
}

void fill_rows(ConstView row, View y) {
  if (row.size() == 0) {
    y.eigen().setZero();
  } else {
    y.eigen().rowwise() = row.eigen().row(0);
  }
}

void add_column_sums(ConstView y, View row) { row.eigen() += y.eigen().colwise().sum(); }

}  // namespace lstm::kernels
