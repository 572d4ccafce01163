// A layer at every step of a sequence, by the same weights.
#pragma once

#include "lstm/dense.hpp"

namespace lstm {

// y_t = layer(x_t), whose steps are the samples that the layer sees: vectors, images, or sequences
// of a fixed number of steps themselves. An input of three axes without steps is the sequence of
// its first.
//
// Parameters: those of the layer, by the name of this one.
//
// Throws as the layer does, and std::invalid_argument for one vector a sample, and for a layer that
// carries states.
struct TimeDistributedConfig {
  static const LayerKind kind;

  LayerConfig layer = DenseConfig{};
  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;  // the layer; so it is only where that is, too
};

}  // namespace lstm
