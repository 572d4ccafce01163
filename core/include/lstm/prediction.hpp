// A model's outputs for a set of inputs, a batch at a time.
#pragma once

#include <optional>

#include "lstm/batches.hpp"
#include "lstm/passing_states.hpp"

namespace lstm {

// The model must outlive it.
class Prediction {
 public:
  // With states (or zeros) it begins with them in place of the model's own and in the end leaves
  // what they come to there, of every layer that has a state; batches are then of as many samples
  // as they are of. Throws std::invalid_argument, and changes nothing, where sizes do not fit.
  Prediction(Sequential& model, Inputs inputs, Index batch_size, std::optional<States> states = {});

  bool step();  // predicts one more batch; false when there is none
  // Of each output [N, K], or [N, T, K] of sequences, as long as those.
  std::span<const Tensor> results() const& { return results_; }
  std::vector<Tensor> results() && { return std::move(results_); }
  const Tensor& result() const& { return results_.front(); }
  Tensor result() && { return std::move(results_.front()); }

 private:
  void add_result(std::size_t output);
  void put(std::span<const Index> samples, ConstView y, std::size_t output);

  Sequential& model_;
  Inputs inputs_;
  std::vector<Steps> steps_;  // of the outputs
  Batches batches_;
  PassingStates states_;
  std::vector<Tensor> results_;
};

}  // namespace lstm
