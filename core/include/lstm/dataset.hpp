// Samples on the library's side of the border, checked once, and gathered into batches.
#pragma once

#include <map>

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
// sparse cross-entropy: [N, (T)]. Sample weights: [N], or [N, T] where each step has its own.
class Dataset {
 public:
  // Throws as Inputs does, for y and sample_weight too, and for weights that are not finite.
  Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y,
          const Tensor* sample_weight = nullptr);

  Index size() const { return inputs_.size(); }
  Batch gather(std::span<const Index> samples);

 private:
  void set_weights(const Tensor& sample_weight, bool sequence);
  std::span<const float> gather_weights(std::span<const Index> samples);

  Inputs inputs_;
  Index time_ = 1, features_ = 1;  // of a target
  std::vector<float> values_;
  std::vector<Token> labels_;
  std::vector<float> weights_;  // [N, time_], or empty
  Buffer batch_values_;
  std::vector<Token> batch_labels_;
  Buffer batch_weights_;
};

// Sample weights by the class of each target, where `weight_of` has it, else 1: [N, (T)]. Classes
// are the sparse cross-entropy's labels, the largest of a categorical target, 1 of a binary one
// above 1/2. Throws std::invalid_argument for the other losses, several binary targets a row, a
// negative class or a weight that is not finite.
Tensor class_weights(LossKind loss, const Tensor& y, const std::map<Token, float>& weight_of);

}  // namespace lstm
