#include "layers/projection.hpp"

#include <algorithm>
#include <utility>

#include "kernels/gemm.hpp"

namespace lstm {

namespace {

constexpr Index most_kept = Index{1} << 20;  // numbers in P

}  // namespace

void Projection::bind(const Parameter& weight) {
  weight_ = weight.value;
  d_weight_ = weight.gradient;
}

void Projection::weights_changed() {
  known_.clear();
  kept_.drop();
}

ConstView Projection::forward(const Activations& x, View z) {
  if (!x.values.data && x.tokens.size() == 1) {
    forward_token(x, z);
    return {};
  }
  known_.clear();
  const ConstView from = x.values.data ? x.values : x.table.rows;
  const View to = x.values.data ? z : p_.view(from.rows, z.cols);
  const kernels::Factor input(weight_, kernels::Lies::transposed, from.rows, kept_);
  input.multiply(from, to, kernels::Into::overwrite);
  return x.values.data ? View{} : to;
}

// A single token, as in generation: its row of P is kept until the weights change, unless P is
// large.
void Projection::forward_token(const Activations& x, View z) {
  const Index V = x.table.rows.rows, token = x.tokens.front();
  const ConstView e = x.table.rows.middle_rows(token, 1);
  const kernels::Factor input(weight_, kernels::Lies::transposed, 1, kept_);
  if (V > most_kept / z.cols) return input.multiply(e, z, kernels::Into::overwrite);

  const View p = p_.view(V, z.cols).middle_rows(token, 1);
  known_.resize(static_cast<std::size_t>(V));
  if (!std::exchange(known_[static_cast<std::size_t>(token)], 1)) {
    input.multiply(e, p, kernels::Into::overwrite);
  }
  std::copy_n(p.data, p.size(), z.data);
}

View Projection::backward(const Activations& x, View d_z, View d_bias, bool want_d_x) {
  ConstView from = x.values;
  View d = d_z, d_from;  // of a table: the gradient of its rows, which takes what comes back
  if (!x.values.data && x.tokens.size() == 1) {
    from = x.table.rows.middle_rows(x.tokens.front(), 1);
    if (x.table.d_rows.data) d_from = x.table.d_rows.middle_rows(x.tokens.front(), 1);
  } else if (!x.values.data) {
    from = x.table.rows;
    d_from = x.table.d_rows;
    d = p_.view(from.rows, d_z.cols);
    d.fill(0);
    kernels::scatter_rows(d_z, x.tokens, d);
  }
  if (d_bias.data) kernels::add_column_sums(d, d_bias);
  if (d_weight_.data) kernels::add_at_b(d, from, d_weight_);
  if (d_from.data) {
    kernels::add_a_b(d, weight_, d_from);
    return {};
  }
  if (!want_d_x) return {};
  const View d_x = d_x_.view(d_z.rows, weight_.cols);
  kernels::a_b(d, weight_, d_x);
  return d_x;
}

}  // namespace lstm
