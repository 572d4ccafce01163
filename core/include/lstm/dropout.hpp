// Dropout: in training, some of the numbers are left out at random.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// In training  forward:   y = mask * x      mask: 0 with probability `rate`, else 1 / (1 - rate)
//              backward:  d_x = mask * d_y
// Else y = x and d_x = d_y.
//
// Throws std::invalid_argument for a first layer, std::out_of_range unless 0 <= rate < 1.
struct DropoutConfig {
  static const LayerKind kind;

  float rate = 0;
  std::string name = {};
  bool trainable = true;
};

// The same with one mask a sequence for all its steps, so that some of its features are left out.
//
// Throws as Dropout does, and std::invalid_argument unless the input is a sequence.
struct SpatialDropout1DConfig {
  static const LayerKind kind;

  float rate = 0;
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
