// Layers that make one of several.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// Of inputs x_1 ... x_n, all vectors or all sequences of as many steps, at each step:
//
//   add          y = x_1 + ... + x_n        d_x_k = d_y
//   multiply     y = x_1 * ... * x_n        d_x_k = d_y * (the product of the others)
//   average      y = (x_1 + ... + x_n)/n    d_x_k = d_y / n
//   concatenate  y = [x_1, ..., x_n]        d_x_k = its columns of d_y
//
// A step is masked where it is masked in any of them. Throws std::invalid_argument for fewer than
// two inputs, and for such as do not fit each other: of as many features, but for concatenate.
template <int which>
struct MergeConfig {
  static const LayerKind kind;

  std::string name = {};
  bool trainable = true;
};

using AddConfig = MergeConfig<0>;
using MultiplyConfig = MergeConfig<1>;
using AverageConfig = MergeConfig<2>;
using ConcatenateConfig = MergeConfig<3>;

template <>
const LayerKind AddConfig::kind;
template <>
const LayerKind MultiplyConfig::kind;
template <>
const LayerKind AverageConfig::kind;
template <>
const LayerKind ConcatenateConfig::kind;

}  // namespace lstm
