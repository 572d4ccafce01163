// Noise: in training, each number is off by a random amount.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// In training  forward:   y = x + stddev * e      e: normal, of mean 0 and deviation 1
//              backward:  d_x = d_y
// Else y = x.
//
// Throws std::invalid_argument for tokens, std::out_of_range unless stddev >= 0.
struct GaussianNoiseConfig {
  static const LayerKind kind;

  float stddev = 0;
  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
