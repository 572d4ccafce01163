// Layer normalization: each row is brought to mean 0 and variance 1, then scaled and shifted.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// Ba, Kiros and Hinton (2016), over the F numbers of a row:
//
//   forward:   x_hat = (x - mean x) * r    r = 1 / sqrt(mean (x - mean x)^2 + epsilon)
//              y = weight * x_hat + bias
//   backward:  d_weight += sum of d_y * x_hat over rows,  d_bias += sum of d_y over rows
//              d_x_hat = d_y * weight
//              d_x = r * (d_x_hat - mean d_x_hat - x_hat * mean (d_x_hat * x_hat))
//
// Parameters: weight [F] (ones), bias [F] (zeros).
//
// Throws std::invalid_argument for a first layer, std::out_of_range unless epsilon > 0.
struct LayerNormalizationConfig {
  static const LayerKind kind;

  float epsilon = 1e-3f;  // as in Keras
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
