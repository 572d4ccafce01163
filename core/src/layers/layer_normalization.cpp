#include "lstm/layer_normalization.hpp"

#include <cmath>

#include "kernels/normalization.hpp"
#include "kernels/vectors.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

class LayerNormalization : public Through {
 public:
  LayerNormalization(const LayerNormalizationConfig& config, const Signature& input);

  Signature output() const override { return signature_; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random&) override { weight_.fill(1); }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  float epsilon_;
  Signature signature_;
  View weight_, bias_, d_weight_, d_bias_;
  View x_hat_;  // [T * B, F] of the last forward
  View r_;      // [1, T * B] of the last forward
  Buffer x_hat_buffer_, r_buffer_, y_;
};

LayerNormalization::LayerNormalization(const LayerNormalizationConfig& config,
                                       const Signature& input)
    : Through(config.name), epsilon_(config.epsilon), signature_(input) {
  require_follows(input, name());
  require_range(epsilon_ > 0 && std::isfinite(epsilon_), "expected epsilon > 0 in '", name(),
                "', got ", epsilon_);
}

std::vector<ParameterSpec> LayerNormalization::parameters() const {
  return {{name() + ".weight", {signature_.features}}, {name() + ".bias", {signature_.features}}};
}

void LayerNormalization::bind(std::span<const Parameter> parameters) {
  weight_ = parameters[0].value;
  d_weight_ = parameters[0].gradient;
  bias_ = parameters[1].value;
  d_bias_ = parameters[1].gradient;
}

Activations LayerNormalization::forward(const Activations& x, State*, Random*) {
  const View y = y_.view(x.values.rows, x.values.cols);
  x_hat_ = x_hat_buffer_.view(y.rows, y.cols);
  r_ = r_buffer_.view(1, y.rows);
  for (Index n = 0; n < y.rows; ++n) {
    r_.data[n] = kernels::normalize(x.values.row(n), epsilon_, x_hat_.row(n), y.cols);
    kernels::scale_and_shift(x_hat_.row(n), weight_.data, bias_.data, y.row(n), y.cols);
  }
  return x.with(y);
}

View LayerNormalization::backward(const Activations&, View d_y, bool) {
  for (Index n = 0; n < d_y.rows; ++n) {
    if (d_weight_.data) {
      kernels::scale_and_shift_backward(x_hat_.row(n), weight_.data, d_y.row(n), d_weight_.data,
                                        d_bias_.data, d_y.cols);
    } else {
      kernels::multiply(weight_.data, d_y.row(n), d_y.row(n), d_y.cols);
    }
    kernels::normalize_backward(x_hat_.row(n), r_.data[n], d_y.row(n), d_y.cols);
  }
  return d_y;
}

}  // namespace

static void fields(Fields& visit, LayerNormalizationConfig& c) {
  visit("epsilon", c.epsilon);
  common_fields(visit, c);
}

const LayerKind LayerNormalizationConfig::kind =
    kind_of<LayerNormalizationConfig, LayerNormalization>(
        "layerNormalization", "layer_normalization", "LayerNormalization");

}  // namespace lstm
