#include "lstm/dense.hpp"

#include "kernels/gemm.hpp"
#include "layers/activation.hpp"
#include "layers/initializer.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

class Dense : public Through {
 public:
  Dense(const DenseConfig& config, const Signature& input);

  Signature output() const override { return output_; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override { kept_.drop(); }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  DenseConfig config_;
  Index channels_;  // of the input
  Signature output_;
  View weight_, bias_, d_weight_, d_bias_;
  kernels::Kept kept_;  // weight, for forward
  ConstView x_;         // [T * B, F] of the last forward; of images a row a pixel
  Buffer y_;            // [T * B, units]
  Buffer d_x_;          // [T * B, F]
};

Dense::Dense(const DenseConfig& config, const Signature& input)
    : Through(config.name), config_(config), channels_(input.channels()) {
  require_numbers(input, name());
  check_extent(config.units, "units", name());
  output_ = input.with_channels(config.units);
}

std::vector<ParameterSpec> Dense::parameters() const {
  std::vector<ParameterSpec> specs{{name() + ".weight", {config_.units, channels_}}};
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
  glorot_uniform(weight_, channels_, config_.units, random);
}

Activations Dense::forward(const Activations& x, State*, Random*) {
  x_ = x.values.in_rows_of(channels_);
  const View y = y_.view(x_.rows, config_.units);
  kernels::fill_rows(bias_, y);
  const kernels::Factor factor(weight_, kernels::Lies::transposed, y.rows, kept_);
  factor.multiply(x_, y, kernels::Into::add);
  return x.with(y.in_rows_of(output_.features));
}

View Dense::backward(const Activations& x, View d_y, bool want_d_x) {
  d_y = d_y.in_rows_of(config_.units);
  if (d_weight_.data) kernels::add_at_b(d_y, x_, d_weight_);
  if (d_bias_.data) kernels::add_column_sums(d_y, d_bias_);
  if (!want_d_x) return {};
  const View d_x = d_x_.view(x_.rows, x_.cols);
  kernels::a_b(d_y, weight_, d_x);
  return d_x.in_rows_of(x.values.cols);
}

// Its activation is a layer of its own, which a loss may do without.
void add(const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
  const auto& dense = config.is<DenseConfig>();
  chain.push_back(std::make_unique<Dense>(dense, inputs.front()));
  add_activation(dense.activation, dense.name, chain);
}

}  // namespace

static void fields(Fields& visit, DenseConfig& c) {
  visit("units", c.units);
  activation_field(visit, c.activation);
  visit("useBias", c.use_bias);
  Signature input = c.input();
  visit("inputShape", input, "[features] or [steps or null, features]");
  c.input_sequence = input.sequence;
  c.input_time = input.time;
  c.input_features = input.features;
  common_fields(visit, c);
}

const LayerKind DenseConfig::kind = [] {
  LayerKind kind = kind_of<DenseConfig, Dense>("dense", "dense", "Dense");
  kind.add = add;
  return kind;
}();

}  // namespace lstm
