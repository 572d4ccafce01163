// Two LSTMs over the same sequence, one from its start and one from its end.
#pragma once

#include "lstm/lstm.hpp"

namespace lstm {

enum class MergeMode { concat, sum, ave, mul };

struct BidirectionalConfig {
  LstmConfig layer;  // of either half
  MergeMode merge = MergeMode::concat;
  std::string name = {};
  bool trainable = true;  // both halves; so it is only where the layer is, too
};

// Schuster and Paliwal (1997). Of the halves' outputs a and b, in the input's order or each after
// the last step that it reads:
//
//   concat  y = [a, b]     d_a, d_b = the halves of d_y
//   sum     y = a + b      d_a = d_b = d_y
//   ave     y = (a + b)/2  d_a = d_b = d_y / 2
//   mul     y = a * b      d_a = d_y * b,  d_b = d_y * a
//
// Parameters: those of an LSTM, then the same with names that end in _reverse.
class Bidirectional : public Layer {
 public:
  // Throws as Lstm does, and std::invalid_argument for a layer that goes backwards by itself.
  Bidirectional(const BidirectionalConfig& config, const Signature& input);

  Signature output() const override;
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override;
  Index state_features() const override { return 2 * forward_.state_features(); }
  bool stateful() const override { return forward_.stateful(); }
  Takes takes_table() const override { return forward_.takes_table(); }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

  const Lstm& forward_half() const { return forward_; }
  const Lstm& backward_half() const { return backward_; }

 private:
  MergeMode merge_;
  Lstm forward_, backward_;
  ConstView a_, b_;          // [N, H] of the last forward: N = T * B, or B of the last step alone
  Buffer y_;                 // [N, 2H] or [N, H]
  Buffer d_a_, d_b_;         // [N, H]
  State state_a_, state_b_;  // [B, H]
};

}  // namespace lstm
