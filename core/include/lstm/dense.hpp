// A linear map of the last axis, and what its outputs go through.
#pragma once

#include "lstm/activation_kind.hpp"
#include "lstm/layer_config.hpp"

namespace lstm {

// forward:   y = x W^T + b
// backward:  d_W += d_y^T x,  d_b += sum of d_y over rows,  d_x = d_y W
//
// Parameters: weight [units, F] (Glorot uniform), bias [units] (zeros).
//
// Throws std::invalid_argument / std::out_of_range for tokens as input or units < 1.
struct DenseConfig {
  static const LayerKind kind;

  Index units = 0;
  ActivationKind activation = ActivationKind::linear;
  bool use_bias = true;
  Index input_features = 0;     // of a first layer
  bool input_sequence = false;  // of a first layer: is there a time axis?
  Index input_time = 0;         // T, of a first layer with one; 0: any
  std::string name = {};
  bool trainable = true;

  Signature input() const { return {input_features, input_sequence, false, input_time}; }
};

}  // namespace lstm
