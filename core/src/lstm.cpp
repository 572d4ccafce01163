#include "lstm/lstm.hpp"

#include <algorithm>

#include "kernels/gates.hpp"
#include "kernels/gemm.hpp"
#include "kernels/vectors.hpp"
#include "lstm/dropout.hpp"
#include "lstm/error.hpp"
#include "lstm/initializer.hpp"
#include "turn.hpp"

namespace lstm {

namespace {

void load(const std::vector<float>& state, View block) {
  if (state.empty()) {
    block.fill(0);
  } else {
    std::ranges::copy(state, block.data);
  }
}

void save(ConstView block, std::vector<float>& state) {
  state.assign(block.data, block.data + block.size());
}

// y = mask * x
void drop(ConstView mask, ConstView x, View y) {
  kernels::multiply(mask.data, x.data, y.data, y.size());
}

}  // namespace

Lstm::Lstm(const LstmConfig& config, const Signature& input, Half half)
    : Layer(config.name),
      config_(config),
      input_(input),
      half_(half),
      backwards_(config.go_backwards || half == Half::backward) {
  require(!input.tokens && input.features >= 1, "expected '", name(),
          "' to follow another layer or to have inputShape");
  require(input.sequence, "expected a sequence as input of '", name(),
          "', got one vector a sample (does the LSTM before it lack returnSequences?)");
  check_extent(config.units, "units", name());
  check_rate(config.dropout, "dropout", name());
  check_rate(config.recurrent_dropout, "recurrentDropout", name());
}

std::vector<ParameterSpec> Lstm::parameters() const {
  const Index H = config_.units;
  const std::string end = half_ == Half::backward ? "_l0_reverse" : "_l0";
  std::vector<ParameterSpec> specs{{name() + ".weight_ih" + end, {4 * H, input_.features}},
                                   {name() + ".weight_hh" + end, {4 * H, H}}};
  if (config_.use_bias) specs.push_back({name() + ".bias_ih" + end, {4 * H}});
  return specs;
}

void Lstm::bind(std::span<const Parameter> parameters) {
  projection_.bind(parameters[0]);
  weight_hh_ = parameters[1].value;
  d_weight_hh_ = parameters[1].gradient;
  if (!config_.use_bias) {
    bias_ = no_bias_buffer_.view(1, 4 * config_.units);
    bias_.fill(0);
    return;
  }
  bias_ = parameters[2].value;
  d_bias_ = parameters[2].gradient;
}

void Lstm::initialize(Random& random) {
  const Index H = config_.units;
  glorot_uniform(projection_.weight(), input_.features, 4 * H, random);
  orthogonal(weight_hh_, random);
  if (!config_.use_bias) return;
  bias_.fill(0);
  if (config_.unit_forget_bias) std::fill_n(bias_.data + kernels::forget_gate * H, H, 1.0f);
}

void Lstm::weights_changed() {
  projection_.weights_changed();
  kept_hh_.drop();
  kept_back_.drop();
}

Activations Lstm::forward(const Activations& x, State* state, Random* random) {
  lay_out(x, random);
  const View first = before(h_, step(0)), last = after(h_, step(T_ - 1));
  const View first_c = before(c_, step(0)), last_c = after(c_, step(T_ - 1));
  const State zeros;
  load(state ? state->h : zeros.h, first);
  load(state ? state->c : zeros.c, first_c);

  scan(x, projection_.forward(drop_inputs(x), z_));

  if (state) {
    save(last, state->h);
    save(last_c, state->c);
  }
  if (!config_.return_sequences) return {1, B_, last, {}, {}};
  return outputs(x);
}

void Lstm::lay_out(const Activations& x, Random* random) {
  const Index T = T_ = x.time, B = B_ = x.batch, H = config_.units;
  z_ = z_buffer_.view(T * B, 4 * H);
  h_ = h_buffer_.view((T + 1) * B, H);
  c_ = c_buffer_.view((T + 1) * B, H);
  a_ = a_buffer_.view(T * B, H);

  x_mask_ = h_mask_ = {};
  if (random && config_.dropout > 0) {
    x_mask_ = x_mask_buffer_.view(B, input_.features);
    dropped_x_ = dropped_x_buffer_.view(T * B, input_.features);
    draw_mask(x_mask_, config_.dropout, *random);
  }
  if (random && config_.recurrent_dropout > 0) {
    h_mask_ = h_mask_buffer_.view(B, H);
    dropped_h_ = dropped_h_buffer_.view(T * B, H);
    draw_mask(h_mask_, config_.recurrent_dropout, *random);
  }
}

Activations Lstm::drop_inputs(const Activations& x) {
  if (!x_mask_.data) return x;
  for (Index t = 0; t < T_; ++t) {
    drop(x_mask_, x.values.middle_rows(t * B_, B_), block(dropped_x_, t));
  }
  return x.with(dropped_x_);
}

void Lstm::scan(const Activations& x, ConstView projected) {
  const kernels::Factor recurrent(weight_hh_, kernels::Lies::transposed, B_, kept_hh_);
  for (Index s = 0; s < T_; ++s) {
    const Index t = step(s);
    const View z = block(z_, t), h_prev = before(h_, t), c_prev = before(c_, t);
    const View h = after(h_, t), c = after(c_, t);
    if (projected.data) kernels::gather_rows(projected, x.tokens.subspan(t * B_, B_), z);
    if (h_mask_.data) drop(h_mask_, h_prev, block(dropped_h_, t));
    recurrent.multiply(h_mask_.data ? block(dropped_h_, t) : h_prev, z, kernels::Into::add);
    kernels::gates_forward(through(), z, bias_, c_prev, c, block(a_, t), h);
    if (!x.mask.empty()) kernels::keep_forward(x.mask.subspan(t * B_, B_), z, c_prev, c, h_prev, h);
  }
}

// h of every step, in the order of reading.
Activations Lstm::outputs(const Activations& x) {
  if (!turns()) return x.with(h());
  const View y = y_.view(T_ * B_, config_.units);
  turn(h().data, T_, B_, y.cols, x.lengths, y.data);
  mask_.resize(x.mask.size());
  if (!mask_.empty()) turn(x.mask.data(), T_, B_, 1, x.lengths, mask_.data());
  return {T_, B_, y, {}, {}, mask_, x.lengths};
}

View Lstm::backward(const Activations& x, View d_y, bool want_d_x) {
  if (turns()) {
    const View turned = y_.view(d_y.rows, d_y.cols);
    turn(d_y.data, T_, B_, d_y.cols, x.lengths, turned.data);
    d_y = turned;
  }
  scan_backward(x, d_y);
  const View d_z = z_;
  if (d_weight_hh_.data) {
    kernels::add_at_b(d_z, h_mask_.data ? dropped_h_ : before(h_), d_weight_hh_);
  }
  if (!x_mask_.data) return projection_.backward(x, d_z, d_bias_, want_d_x);

  const Activations dropped{T_, B_, dropped_x_, {}, {}};
  const View d_x = projection_.backward(dropped, d_z, d_bias_, want_d_x);
  if (!want_d_x) return {};
  for (Index t = 0; t < T_; ++t) drop(x_mask_, block(d_x, t), block(d_x, t));
  return d_x;
}

void Lstm::scan_backward(const Activations& x, View d_y) {
  const Index H = config_.units;
  const View d_h = d_h_buffer_.view(B_, H);  // dL/dh_t that comes from the step read after it
  const View d_c = d_c_buffer_.view(B_, H);  // dL/dc_t that comes from the step read after it
  d_h.fill(0);
  d_c.fill(0);

  const kernels::Factor recurrent(weight_hh_, kernels::Lies::straight, B_, kept_back_);
  for (Index s = T_ - 1; s >= 0; --s) {
    const Index t = step(s);
    const bool last = s == T_ - 1;
    const View d_y_t = config_.return_sequences ? block(d_y, t) : last ? d_y : View{};
    const View d_z = block(z_, t);
    const auto mask = x.mask.empty() ? x.mask : x.mask.subspan(t * B_, B_);
    const View d_kept = mask.empty() ? View{} : d_kept_buffer_.view(B_, H);
    if (!mask.empty()) kernels::keep_backward(mask, d_y_t, d_h, d_kept);
    kernels::gates_backward(through(), d_z, before(c_, t), block(a_, t), d_y_t, d_h, d_c);
    if (!mask.empty()) kernels::clear_kept(mask, d_z);
    if (s == 0) break;
    recurrent.multiply(d_z, d_h, kernels::Into::overwrite);
    if (h_mask_.data) drop(h_mask_, d_h, d_h);
    if (!mask.empty()) kernels::copy_kept(mask, d_kept, d_h);
  }
}

}  // namespace lstm
