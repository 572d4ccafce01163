// A table of vectors, one a token.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// forward:   y[n] = weight[x[n]]
// backward:  d_weight[x[n]] += d_y[n]
//
// Parameters: weight [V, E], starting normal with deviation 1 as in PyTorch. Keras's +-0.05 hides
// tokens from the gates for hundreds of steps: Moby-Dick then ends 0.1 nats a character worse.
//
// Throws std::invalid_argument / std::out_of_range unless the input is tokens and the sizes >= 1.
struct EmbeddingConfig {
  static const LayerKind kind;

  Index input_dim = 0;     // V: tokens are 0 ... V - 1
  Index output_dim = 0;    // E
  bool mask_zero = false;  // token 0 is padding: the layers after it pass it over
  std::string name = {};
  bool trainable = true;

  Signature input() const { return {input_dim, true, true, 0}; }
};

}  // namespace lstm
