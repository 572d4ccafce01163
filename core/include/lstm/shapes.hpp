// Layers that give the numbers of a sample in another shape or order, as Keras has them: with the
// steps as the first axis, and the last axis fastest.
#pragma once

#include <vector>

#include "lstm/layer_config.hpp"

namespace lstm {

// All of them: y[e] = x[order[e]] over the numbers e of a sample, d_x[order[e]] += d_y[e].
//
// A sequence must be of a fixed number of steps, which its inputShape says; masks go no further.
//
// Throws std::invalid_argument for tokens, for sequences of any length, for axes that do not fit.

// All numbers as one vector.
struct FlattenConfig {
  static const LayerKind kind;

  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};

// In the same order: [features], [steps, features], [height, width, channels] or
// [steps, height, width, channels].
struct ReshapeConfig {
  static const LayerKind kind;

  std::vector<Index> target_shape = {};  // 0 in the place of one: what is left for it
  Signature input_shape = {};            // of a first layer
  std::string name = {};
  bool trainable = true;
};

// Axis n of the output is axis dims[n] of the input, counted from 1.
struct PermuteConfig {
  static const LayerKind kind;

  std::vector<Index> dims = {};
  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};

// A vector as a sequence of n steps, each of them the vector.
struct RepeatVectorConfig {
  static const LayerKind kind;

  Index n = 0;
  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
