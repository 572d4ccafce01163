#include "lstm/lstm.hpp"

#include <algorithm>
#include <utility>

#include "kernels/gates.hpp"
#include "kernels/gemm.hpp"
#include "lstm/error.hpp"
#include "lstm/initializer.hpp"

namespace lstm {

namespace {

constexpr Index most_kept = Index{1} << 20;  // numbers in P

void load(const std::vector<float>& state, View block) {
  if (state.empty()) {
    block.eigen().setZero();
  } else {
    std::ranges::copy(state, block.data);
  }
}

void save(ConstView block, std::vector<float>& state) {
  state.assign(block.data, block.data + block.size());
}

}  // namespace

Lstm::Lstm(const LstmConfig& config, const Signature& input)
    : Layer(config.name), config_(config), input_(input) {
  require(!input.tokens && input.features >= 1, "expected '", name(),
          "' to follow another layer or to have inputShape");
  require(input.sequence, "expected a sequence as input of '", name(),
          "', got one vector a sample (does the LSTM before it lack returnSequences?)");
  check_extent(config.units, "units", name());
}

std::vector<ParameterSpec> Lstm::parameters() const {
  const Index H = config_.units;
  std::vector<ParameterSpec> specs{{name() + ".weight_ih_l0", {4 * H, input_.features}},
                                   {name() + ".weight_hh_l0", {4 * H, H}}};
  if (config_.use_bias) specs.push_back({name() + ".bias_ih_l0", {4 * H}});
  return specs;
}

void Lstm::bind(std::span<const Parameter> parameters) {
  weight_ih_ = parameters[0].value;
  d_weight_ih_ = parameters[0].gradient;
  weight_hh_ = parameters[1].value;
  d_weight_hh_ = parameters[1].gradient;
  if (!config_.use_bias) {
    bias_ = no_bias_buffer_.view(1, 4 * config_.units);
    bias_.eigen().setZero();
    return;
  }
  bias_ = parameters[2].value;
  d_bias_ = parameters[2].gradient;
}

void Lstm::initialize(Random& random) {
  const Index H = config_.units;
  glorot_uniform(weight_ih_, input_.features, 4 * H, random);
  orthogonal(weight_hh_, random);
  if (!config_.use_bias) return;
  bias_.eigen().setZero();
  if (config_.unit_forget_bias) bias_.eigen().middleCols(kernels::forget_gate * H, H).setOnes();
}

void Lstm::weights_changed() {
  known_.clear();
  kept_ih_.drop();
  kept_hh_.drop();
  kept_back_.drop();
}

Activations Lstm::forward(const Activations& x, State* state) {
  const Index T = x.time, B = x.batch, H = config_.units;
  z_ = z_buffer_.view(T * B, 4 * H);
  h_ = h_buffer_.view((T + 1) * B, H);
  c_ = c_buffer_.view((T + 1) * B, H);
  tanh_c_ = tanh_c_buffer_.view(T * B, H);

  const State zeros;
  load(state ? state->h : zeros.h, h_.middle_rows(0, B));
  load(state ? state->c : zeros.c, c_.middle_rows(0, B));

  const ConstView projected = project(x);
  const kernels::Factor recurrent(weight_hh_, kernels::Lies::transposed, B, kept_hh_);
  for (Index t = 0; t < T; ++t) {
    const View z = z_.middle_rows(t * B, B);
    if (projected.data) kernels::gather_rows(projected, x.tokens.subspan(t * B, B), z);
    recurrent.multiply(h_.middle_rows(t * B, B), z, kernels::Into::add);
    kernels::gates_forward(z, bias_, c_.middle_rows(t * B, B), c_.middle_rows((t + 1) * B, B),
                           tanh_c_.middle_rows(t * B, B), h_.middle_rows((t + 1) * B, B));
  }

  const View last_h = h_.middle_rows(T * B, B);
  if (state) {
    save(last_h, state->h);
    save(c_.middle_rows(T * B, B), state->c);
  }
  if (config_.return_sequences) return {T, B, h_.middle_rows(B, T * B), {}, {}};
  return {1, B, last_h, {}, {}};
}

View Lstm::backward(const Activations& x, View d_y, bool want_d_x) {
  const Index T = x.time, B = x.batch, H = config_.units;
  const View d_h = d_h_buffer_.view(B, H);  // dL/dh_t that comes from step t + 1
  const View d_c = d_c_buffer_.view(B, H);  // dL/dc_t that comes from step t + 1
  d_h.eigen().setZero();
  d_c.eigen().setZero();

  const kernels::Factor recurrent(weight_hh_, kernels::Lies::straight, B, kept_back_);
  for (Index t = T - 1; t >= 0; --t) {
    const bool last = t == T - 1;
    const ConstView d_y_t = config_.return_sequences ? d_y.middle_rows(t * B, B)
                            : last                   ? d_y
                                                     : View{};
    const View d_z = z_.middle_rows(t * B, B);
    kernels::gates_backward(d_z, c_.middle_rows(t * B, B), tanh_c_.middle_rows(t * B, B), d_y_t,
                            d_h, d_c);
    if (t > 0) recurrent.multiply(d_z, d_h, kernels::Into::overwrite);
  }

  const View d_z = z_;
  kernels::add_at_b(d_z, h_.middle_rows(0, T * B), d_weight_hh_);
  return project_backward(x, want_d_x);
}

// Z = X W_ih^T for all steps at once. Where X is rows of a table E, only P = E W_ih^T [V, 4H] is
// multiplied and given back: row n of Z is then P[x[n]], gathered step by step.
ConstView Lstm::project(const Activations& x) {
  if (!x.values.data && x.tokens.size() == 1) {
    project_token(x);
    return {};
  }
  known_.clear();
  const ConstView from = x.values.data ? x.values : x.table.rows;
  const View to = x.values.data ? z_ : p_buffer_.view(from.rows, z_.cols);
  const kernels::Factor input(weight_ih_, kernels::Lies::transposed, from.rows, kept_ih_);
  input.multiply(from, to, kernels::Into::overwrite);
  return x.values.data ? View{} : to;
}

// A single token, as in generation: its row of P is kept until the weights change, unless P is large.
void Lstm::project_token(const Activations& x) {
  const Index V = x.table.rows.rows, token = x.tokens.front();
  const ConstView e = x.table.rows.middle_rows(token, 1);
  const kernels::Factor input(weight_ih_, kernels::Lies::transposed, 1, kept_ih_);
  if (V > most_kept / z_.cols) return input.multiply(e, z_, kernels::Into::overwrite);

  const View p = p_buffer_.view(V, z_.cols).middle_rows(token, 1);
  known_.resize(static_cast<std::size_t>(V));
  if (!std::exchange(known_[static_cast<std::size_t>(token)], 1)) {
    input.multiply(e, p, kernels::Into::overwrite);
  }
  z_.eigen() = p.eigen();
}

// d_W_ih += d_Z^T X, d_b += sum of d_Z and d_X = d_Z W_ih. Of a table: d_P[x[n]] += d_Z[n],
// d_W_ih += d_P^T E, d_b += sum of d_P and d_E += d_P W_ih.
View Lstm::project_backward(const Activations& x, bool want_d_x) {
  const View d_z = z_;
  if (x.values.data) {
    if (config_.use_bias) kernels::add_column_sums(d_z, d_bias_);
    kernels::add_at_b(d_z, x.values, d_weight_ih_);
    if (!want_d_x) return {};
    const View d_x = d_x_buffer_.view(d_z.rows, input_.features);
    kernels::a_b(d_z, weight_ih_, d_x);
    return d_x;
  }
  if (x.tokens.size() == 1) {
    const Index token = x.tokens.front();
    if (config_.use_bias) kernels::add_column_sums(d_z, d_bias_);
    kernels::add_at_b(d_z, x.table.rows.middle_rows(token, 1), d_weight_ih_);
    kernels::add_a_b(d_z, weight_ih_, x.table.d_rows.middle_rows(token, 1));
    return {};
  }
  const View d_p = p_buffer_.view(x.table.rows.rows, d_z.cols);
  d_p.eigen().setZero();
  kernels::scatter_rows(d_z, x.tokens, d_p);
  if (config_.use_bias) kernels::add_column_sums(d_p, d_bias_);
  kernels::add_at_b(d_p, x.table.rows, d_weight_ih_);
  kernels::add_a_b(d_p, weight_ih_, x.table.d_rows);
  return {};
}

}  // namespace lstm
