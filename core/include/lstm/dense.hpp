// A linear map of the last axis. Its activation, where it has one, is a layer of its own.
#pragma once

#include "lstm/activation.hpp"
#include "lstm/layer.hpp"

namespace lstm {

struct DenseConfig {
  Index units = 0;
  ActivationKind activation = ActivationKind::linear;
  bool use_bias = true;
  Index input_features = 0;     // of a first layer
  bool input_sequence = false;  // of a first layer: is there a time axis?
  Index input_time = 0;         // T, of a first layer with one; 0: any
  std::string name = {};
  bool trainable = true;
};

// forward:   y = x W^T + b
// backward:  d_W += d_y^T x,  d_b += sum of d_y over rows,  d_x = d_y W
// Parameters: weight [units, F] (Glorot uniform), bias [units] (zeros).
class Dense : public Layer {
 public:
  // Throws std::invalid_argument / std::out_of_range for tokens as input or units < 1.
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
  Kept kept_;   // weight, for forward
  Buffer y_;    // [T * B, units]
  Buffer d_x_;  // [T * B, F]
};

}  // namespace lstm
