// Two recurrent layers over the same sequence, one from its start and one from its end.
#pragma once

#include "lstm/lstm.hpp"

namespace lstm {

enum class MergeMode { concat, sum, ave, mul };

// Schuster and Paliwal (1997). Of the halves' outputs a and b, in the input's order or each after
// the last step that it reads:
//
//   concat  y = [a, b]     d_a, d_b = the halves of d_y
//   sum     y = a + b      d_a = d_b = d_y
//   ave     y = (a + b)/2  d_a = d_b = d_y / 2
//   mul     y = a * b      d_a = d_y * b,  d_b = d_y * a
//
// Parameters: those of the layer, then the same with names that end in _reverse.
//
// Throws as the layer does, and std::invalid_argument for one that is not recurrent or that goes
// backwards by itself.
struct BidirectionalConfig {
  static const LayerKind kind;

  LayerConfig layer = LstmConfig{};  // of either half
  MergeMode merge = MergeMode::concat;
  std::string name = {};
  bool trainable = true;  // both halves; so it is only where the layer is, too
};

}  // namespace lstm
