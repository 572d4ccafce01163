// Samples on the library's side of the border, checked once, and gathered into batches.
#pragma once

#include "lstm/loss.hpp"
#include "lstm/network.hpp"

namespace lstm {

struct Batch {
  Activations x;
  Targets y;
};

// A model's inputs: [N, T] tokens, [N, T, F] sequences or [N, F] vectors, as the model takes them.
class Inputs {
 public:
  // Throws std::invalid_argument for a wrong shape, std::out_of_range for an unknown token.
  Inputs(const Network& network, const Tensor& x);

  Index size() const { return samples_; }
  Index time() const { return time_; }

  // Some samples, time-major; valid until the next gather.
  Activations gather(std::span<const Index> samples);

 private:
  Index samples_ = 0, time_ = 1, features_ = 1;
  std::vector<float> values_;
  std::vector<Token> tokens_;
  Buffer batch_values_;
  std::vector<Token> batch_tokens_;
};

// Inputs and what each should give. Targets: [N, (T,) K], or [N, (T)] where K = 1; classes of the
// sparse cross-entropy: [N, (T)].
class Dataset {
 public:
  Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y);

  Index size() const { return inputs_.size(); }
  Batch gather(std::span<const Index> samples);

 private:
  Inputs inputs_;
  Index time_ = 1, features_ = 1;  // of a target
  std::vector<float> values_;
  std::vector<Token> labels_;
  Buffer batch_values_;
  std::vector<Token> batch_labels_;
};

}  // namespace lstm
