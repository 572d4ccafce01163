// A table of vectors, one a token.
#pragma once

#include "lstm/layer.hpp"

namespace lstm {

struct EmbeddingConfig {
  Index input_dim = 0;     // V: tokens are 0 ... V - 1
  Index output_dim = 0;    // E
  bool mask_zero = false;  // token 0 is padding: the layers after it pass it over
  std::string name = {};
  bool trainable = true;
};

// forward:   y[n] = weight[x[n]]
// backward:  d_weight[x[n]] += d_y[n]
// Parameters: weight [V, E], starting normal with deviation 1 as in PyTorch. Keras's +-0.05 hides
// tokens from the gates for hundreds of steps: Moby-Dick then ends 0.1 nats a character worse.
class Embedding : public Layer {
 public:
  // Throws std::invalid_argument / std::out_of_range unless the input is tokens and the sizes >= 1.
  Embedding(const EmbeddingConfig& config, const Signature& input);

  Signature output() const override { return {config_.output_dim, true, false, 0}; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void mask_out(const Activations& x, std::span<Flag> mask) const override;

  // The next layer takes a table: no values need be written when the table is the smaller, nor of a
  // single token, whose row the next layer may know already.
  void fold(Takes when) { folds_ = when; }

  // Every token must be below V: the caller checks, once, where data come in.
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  EmbeddingConfig config_;
  Takes folds_ = Takes::never;
  View weight_, d_weight_;
  std::vector<Flag> mask_;  // [T * B]
  Buffer y_;                // [T * B, E]
};

}  // namespace lstm
