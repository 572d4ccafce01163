// Layer normalization: each row is brought to mean 0 and variance 1, then scaled and shifted.
#pragma once

#include "lstm/layer.hpp"

namespace lstm {

struct LayerNormalizationConfig {
  float epsilon = 1e-3f;  // as in Keras
  std::string name = {};
  bool trainable = true;
};

// Ba, Kiros and Hinton (2016), over the F numbers of a row:
//
//   forward:   x_hat = (x - mean x) * r    r = 1 / sqrt(mean (x - mean x)^2 + epsilon)
//              y = weight * x_hat + bias
//   backward:  d_weight += sum of d_y * x_hat over rows,  d_bias += sum of d_y over rows
//              d_x_hat = d_y * weight
//              d_x = r * (d_x_hat - mean d_x_hat - x_hat * mean (d_x_hat * x_hat))
// Parameters: weight [F] (ones), bias [F] (zeros).
class LayerNormalization : public Layer {
 public:
  // Throws std::invalid_argument for a first layer, std::out_of_range unless epsilon > 0.
  LayerNormalization(const LayerNormalizationConfig& config, const Signature& input);

  Signature output() const override { return signature_; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
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

}  // namespace lstm
