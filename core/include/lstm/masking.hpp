// Steps that are padding by their value, for data that comes padded.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// y = x, and a step whose numbers are all mask_value is padding to the layers after it.
//
// Throws std::invalid_argument unless it is the first layer and reads sequences of numbers, and for
// a mask_value that is not finite.
struct MaskingConfig {
  static const LayerKind kind;

  float mask_value = 0;
  Index input_features = 0;  // I
  Index input_time = 0;      // T; 0: any
  std::string name = {};
  bool trainable = true;

  Signature input() const { return {input_features, true, false, input_time}; }
};

}  // namespace lstm
