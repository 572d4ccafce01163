// Samples and what each should give, checked once, and gathered into batches.
#pragma once

#include "lstm/inputs.hpp"
#include "lstm/loss.hpp"

namespace lstm {

struct Batch;

// Targets: [N, (T,) K], or [N, (T)] where K = 1; classes of the sparse cross-entropy: [N, (T)].
// Sample weights: [N], or [N, T] where each step has its own. Of ragged sequences both have as many
// steps as x, sample by sample; or shape[1] of them, the rest being padding. Where x has padding of
// its own they may end before that.
class Dataset {
 public:
  // Throws as Inputs does, for sample_weight too, and as check_targets does. Samples and steps that
  // weigh nothing, or are padding, may hold anything.
  Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y,
          const Tensor* sample_weight = nullptr);

  Index size() const { return inputs_.size(); }
  Batch gather(std::span<const Index> samples);

  // Why the first so many samples are hard to learn from as they are: inputs, or targets of an
  // error, whose standard deviation is above 50, where they count. Else empty.
  std::string unscaled(const Network& network, Index samples) const;

 private:
  Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y,
          const Tensor* sample_weight, Steps inputs);
  void set_targets(const Network& network, LossKind loss, const Tensor& y,
                   const std::vector<Flag>& counts);
  std::vector<Flag> counted(const Network& network, Index samples) const;
  std::vector<Flag> inputs_that_count(const Network& network, Index samples) const;
  std::span<const float> gather_weights(std::span<const Index> samples, Index T);

  Steps steps_;                 // of a target
  std::vector<float> weights_;  // [steps], or empty
  Inputs inputs_;
  Index features_ = 1;  // of a target
  bool numbers_;        // is the target compared as numbers?
  std::vector<float> values_;
  std::vector<Token> labels_;
  Buffer batch_values_;
  std::vector<Token> batch_labels_;
  Buffer batch_weights_;
};

}  // namespace lstm
