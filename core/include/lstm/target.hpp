// What one of a model's outputs should give: checked once, and gathered into batches.
#pragma once

#include <optional>

#include "lstm/inputs.hpp"
#include "lstm/loss.hpp"

namespace lstm {

// Targets: [N, (T,) K], or [N, (T)] where K = 1; classes of the sparse cross-entropy: [N, (T)].
// Sample weights: [N], or [N, T] where each step has its own. Of ragged sequences both have as many
// steps as the output, sample by sample; or shape[1] of them, the rest being padding. Where x has
// padding of its own they may end before that.
class Target {
 public:
  // How much the steps of the k-th output weigh. Throws as Input does.
  Target(const Network& network, std::size_t k, std::span<const Steps> inputs,
         const Tensor* sample_weight);

  // Which samples weigh anything; empty: all.
  std::vector<Flag> weighing(Index samples) const;
  std::vector<Flag> weighing() const { return weighing(steps_.count()); }

  // What it should give. Throws as check_targets does. Samples and steps that weigh nothing, or are
  // padding, may hold anything.
  void set(const Network& network, const Inputs& inputs, LossKind loss, const Tensor& y,
           const Tensor* sample_weight);

  // Some samples; valid until the next gather.
  Targets gather(std::span<const Index> samples);

  // The standard deviation of what counts in the first so many samples, where it is compared as
  // numbers; else 0.
  double deviation(const Network& network, const Inputs& inputs, Index samples) const;

 private:
  void set_lists(const Network& network, const Inputs& inputs, const Tensor& y);
  void set_values(LossKind loss, const Tensor& y, const Steps& given, const std::vector<Flag>& own,
                  Index classes);
  std::vector<Flag> counted(const Network& network, const Inputs& inputs, Index samples) const;
  Targets gather_lists(std::span<const Index> samples, Index T);
  std::span<const float> gather_weights(std::span<const Index> samples, Index T);

  std::size_t k_;
  Steps steps_;
  std::vector<float> weights_;  // [steps], or empty
  Index features_ = 1;
  bool numbers_ = false;  // is it compared as numbers?
  std::vector<float> values_;
  std::vector<Token> labels_;
  std::optional<Steps> lists_;  // of labels, of CTC
  std::vector<Index> batch_counts_;
  Buffer batch_values_;
  std::vector<Token> batch_labels_;
  Buffer batch_weights_;
};

}  // namespace lstm
