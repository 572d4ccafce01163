#include "lstm/dense.hpp"

#include "kernels/gemm.hpp"
#include "lstm/error.hpp"
#include "lstm/initializer.hpp"

namespace lstm {

Dense::Dense(const DenseConfig& config, const Signature& input)
    : Layer(config.name), config_(config), input_(input) {
  require(!input.tokens && input.features >= 1, "expected '", name(),
          "' to follow another layer or to have inputShape");
  check_extent(config.units, "units", name());
}

std::vector<ParameterSpec> Dense::parameters() const {
  std::vector<ParameterSpec> specs{{name() + ".weight", {config_.units, input_.features}}};
  if (config_.use_bias) specs.push_back({name() + ".bias", {config_.units}});
  return specs;
}

void Dense::bind(std::span<const Parameter> parameters) {
  weight_ = parameters[0].value;
  d_weight_ = parameters[0].gradient;
  if (!config_.use_bias) return;
  bias_ = parameters[1].value;
  d_bias_ = parameters[1].gradient;
}

void Dense::initialize(Random& random) {
  glorot_uniform(weight_, input_.features, config_.units, random);
}

Activations Dense::forward(const Activations& x, State*, Random*) {
  const View y = y_.view(x.values.rows, config_.units);
  kernels::fill_rows(bias_, y);
  const kernels::Factor factor(weight_, kernels::Lies::transposed, y.rows, kept_);
  factor.multiply(x.values, y, kernels::Into::add);
  return x.with(y);
}

View Dense::backward(const Activations& x, View d_y, bool want_d_x) {
  if (d_weight_.data) kernels::add_at_b(d_y, x.values, d_weight_);
  if (d_bias_.data) kernels::add_column_sums(d_y, d_bias_);
  if (!want_d_x) return {};
  const View d_x = d_x_.view(x.values.rows, x.values.cols);
  kernels::a_b(d_y, weight_, d_x);
  return d_x;
}

}  // namespace lstm
