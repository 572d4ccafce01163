#include "lstm/dense.hpp"

#include "kernels/gemm.hpp"
#include "layers/activation.hpp"
#include "layers/initializer.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

class Dense : public Layer {
 public:
  Dense(const DenseConfig& config, const Signature& input);

  Signature output() const override { return {config_.units, input_.sequence, false, 0}; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override { kept_.drop(); }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  DenseConfig config_;
  Signature input_;
  View weight_, bias_, d_weight_, d_bias_;
  kernels::Kept kept_;  // weight, for forward
  Buffer y_;            // [T * B, units]
  Buffer d_x_;          // [T * B, F]
};

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

// Its activation is a layer of its own, which a loss may do without.
void add(const LayerConfig& config, const Signature& input, Chain& chain) {
  const auto& dense = *config.as<DenseConfig>();
  chain.push_back(std::make_unique<Dense>(dense, input));
  if (dense.activation == ActivationKind::linear) return;
  const Signature output = chain.back()->output();
  chain.push_back(
      std::make_unique<Activation>(dense.activation, dense.name + ".activation", output));
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
