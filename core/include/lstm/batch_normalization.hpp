// Batch normalization: each number of a row is brought to mean 0 and variance 1 over the batch.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// Ioffe and Szegedy (2015), as Keras has it: over the N rows of a batch that are no padding, each
// of C channels by itself; of images a row is a pixel.
//
// In training:
//   forward:   m = mean x    v = mean (x - m)^2    x_hat = (x - m) * r    r = 1 / sqrt(v + epsilon)
//              y = weight * x_hat + bias
//   backward:  d_weight += sum of d_y * x_hat over rows,  d_bias += sum of d_y over rows
//              d_x_hat = d_y * weight
//              d_x = r * (d_x_hat - mean d_x_hat - x_hat * mean (d_x_hat * x_hat))
//   after a step that went well:
//              running_mean = momentum * running_mean + (1 - momentum) * m    running_var: v
// Else, and where it is frozen, m = running_mean and v = running_var, and d_x = r * d_x_hat.
//
// With threads each slice of a batch has a mean and a variance of its own, and moves running_mean
// and running_var, slice after slice.
//
// Parameters: weight [C] (ones) where it scales, bias [C] (zeros) where it centres,
// running_mean [C] (zeros), running_var [C] (ones), which no gradient moves.
//
// Throws std::invalid_argument for tokens, std::out_of_range unless epsilon > 0 and
// 0 <= momentum < 1.
struct BatchNormalizationConfig {
  static const LayerKind kind;

  float momentum = 0.99f;
  float epsilon = 1e-3f;
  bool center = true;
  bool scale = true;
  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
