#include "lstm/batch_normalization.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/normalization.hpp"
#include "kernels/vectors.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"
#include "numbers/function_ref.hpp"

namespace lstm {

namespace {

using kernels::add_scaled, kernels::multiply, kernels::scale_and_shift;

class BatchNormalization : public Through {
 public:
  BatchNormalization(const BatchNormalizationConfig& config, const Signature& input);

  Signature output() const override { return output_; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void learned() override;
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  void measure(ConstView x, std::span<const Flag> mask);
  void normalize(ConstView x, ConstView mean, ConstView variance);
  void through_statistics(View d, View along, View off, std::span<const Flag> mask);

  // A row of C numbers that is no parameter.
  View row(Buffer& memory, float value) const;

  BatchNormalizationConfig config_;
  Signature output_;
  Index C_;
  View weight_, bias_, d_weight_, d_bias_;
  View running_mean_, running_var_;
  bool frozen_ = false;
  Index rows_ = 0;   // that the last forward measured; 0: none, it took the running ones
  View mean_, var_;  // of them
  View r_;           // [1, C] of the last forward
  View x_hat_;       // [N, C] of the last forward
  Buffer ones_, zeros_, mean_buffer_, var_buffer_, off_, r_buffer_, x_hat_buffer_, y_;
  Buffer d_weight_buffer_, d_bias_buffer_;
};

BatchNormalization::BatchNormalization(const BatchNormalizationConfig& config,
                                       const Signature& input)
    : Through(config.name), config_(config), C_(input.channels()) {
  require_numbers(input, name());
  require_range(config.epsilon > 0 && std::isfinite(config.epsilon), "expected epsilon > 0 in '",
                name(), "', got ", config.epsilon);
  require_range(config.momentum >= 0 && config.momentum < 1, "expected 0 <= momentum < 1 in '",
                name(), "', got ", config.momentum);
  output_ = input.with_channels(C_);
  weight_ = row(ones_, 1);
  bias_ = row(zeros_, 0);
}

View BatchNormalization::row(Buffer& memory, float value) const {
  const View its = memory.view(1, C_);
  its.fill(value);
  return its;
}

std::vector<ParameterSpec> BatchNormalization::parameters() const {
  std::vector<ParameterSpec> specs;
  if (config_.scale) specs.push_back({name() + ".weight", {C_}});
  if (config_.center) specs.push_back({name() + ".bias", {C_}});
  specs.push_back({.name = name() + ".running_mean", .shape = {C_}, .by_gradient = false});
  specs.push_back({.name = name() + ".running_var", .shape = {C_}, .by_gradient = false});
  return specs;
}

void BatchNormalization::bind(std::span<const Parameter> parameters) {
  auto next = parameters.begin();
  if (config_.scale) {
    weight_ = next->value;
    d_weight_ = next++->gradient;
  }
  if (config_.center) {
    bias_ = next->value;
    d_bias_ = next++->gradient;
  }
  frozen_ = next->frozen;
  running_mean_ = next++->value;
  running_var_ = next->value;
}

void BatchNormalization::initialize(Random&) {
  if (config_.scale) weight_.fill(1);
  running_var_.fill(1);
}

void BatchNormalization::learned() {
  if (rows_ == 0) return;
  for (const auto& [running, its] : {std::pair{running_mean_, mean_}, {running_var_, var_}}) {
    kernels::scale(config_.momentum, running.data, C_);
    add_scaled(1 - config_.momentum, its.data, running.data, C_);
  }
}

Activations BatchNormalization::forward(const Activations& x, State*, Random* random) {
  const ConstView rows = x.values.in_rows_of(C_);
  rows_ = 0;
  if (random && !frozen_) measure(rows, x.mask);
  if (rows_ > 0) {
    normalize(rows, mean_, var_);
  } else {
    normalize(rows, running_mean_, running_var_);
  }
  const View y = y_.view(rows.rows, C_);
  for (Index n = 0; n < y.rows; ++n) {
    scale_and_shift(x_hat_.row(n), weight_.data, bias_.data, y.row(n), C_);
  }
  return x.with(y.in_rows_of(x.values.cols));
}

// Calls visit(row) for each row that is no padding; of images a flag is for all their pixels.
void for_unmasked(Index rows, std::span<const Flag> mask, FunctionRef<void(Index)> visit) {
  const Index pixels = mask.empty() ? 1 : rows / static_cast<Index>(mask.size());
  for (Index n = 0; n < rows; ++n) {
    if (mask.empty() || mask[static_cast<std::size_t>(n / pixels)]) visit(n);
  }
}

void BatchNormalization::measure(ConstView x, std::span<const Flag> mask) {
  for_unmasked(x.rows, mask, [&](Index) { ++rows_; });
  if (rows_ == 0) return;
  const float share = 1 / static_cast<float>(rows_);
  mean_ = row(mean_buffer_, 0);
  var_ = row(var_buffer_, 0);
  const View off = off_.view(1, C_);
  for_unmasked(x.rows, mask, [&](Index n) { add_scaled(share, x.row(n), mean_.data, C_); });
  for_unmasked(x.rows, mask, [&](Index n) {
    std::copy_n(x.row(n), C_, off.data);
    add_scaled(-1, mean_.data, off.data, C_);
    multiply(off.data, off.data, off.data, C_);
    add_scaled(share, off.data, var_.data, C_);
  });
}

void BatchNormalization::normalize(ConstView x, ConstView mean, ConstView variance) {
  r_ = r_buffer_.view(1, C_);
  for (Index c = 0; c < C_; ++c) {
    r_.data[c] = 1 / std::sqrt(variance.data[c] + config_.epsilon);
  }
  x_hat_ = x_hat_buffer_.view(x.rows, C_);
  std::copy_n(x.data, x.size(), x_hat_.data);
  for (Index n = 0; n < x.rows; ++n) {
    add_scaled(-1, mean.data, x_hat_.row(n), C_);
    multiply(x_hat_.row(n), r_.data, x_hat_.row(n), C_);
  }
}

View BatchNormalization::backward(const Activations& x, View d_y, bool) {
  const View d = d_y.in_rows_of(C_);
  const View d_weight = row(d_weight_buffer_, 0), d_bias = row(d_bias_buffer_, 0);
  for (Index n = 0; n < d.rows; ++n) {
    kernels::scale_and_shift_backward(x_hat_.row(n), weight_.data, d.row(n), d_weight.data,
                                      d_bias.data, C_);
  }
  if (d_weight_.data) add_scaled(1, d_weight.data, d_weight_.data, C_);
  if (d_bias_.data) add_scaled(1, d_bias.data, d_bias_.data, C_);
  if (rows_ > 0) through_statistics(d, d_weight, d_bias, x.mask);
  for (Index n = 0; n < d.rows; ++n) multiply(d.row(n), r_.data, d.row(n), C_);
  return d_y;
}

// What d_x_hat of the measured rows becomes by their mean and variance, which all rows went
// through.
void BatchNormalization::through_statistics(View d, View along, View off,
                                            std::span<const Flag> mask) {
  for (const View sums : {along, off}) {
    multiply(sums.data, weight_.data, sums.data, C_);
    kernels::scale(-1 / static_cast<float>(rows_), sums.data, C_);
  }
  for_unmasked(d.rows, mask, [&](Index n) {
    scale_and_shift(x_hat_.row(n), along.data, off.data, x_hat_.row(n), C_);
    add_scaled(1, x_hat_.row(n), d.row(n), C_);
  });
}

}  // namespace

static void fields(Fields& visit, BatchNormalizationConfig& c) {
  visit("momentum", c.momentum);
  visit("epsilon", c.epsilon);
  visit("center", c.center);
  visit("scale", c.scale);
  shape_fields(visit, c, any_shape);
}

const LayerKind BatchNormalizationConfig::kind =
    kind_of<BatchNormalizationConfig, BatchNormalization>(
        "batchNormalization", "batch_normalization", "BatchNormalization");

}  // namespace lstm
