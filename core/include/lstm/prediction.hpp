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
  // [N, K], or [N, T, K] of sequences, as long as those.
  const Tensor& result() const& { return result_; }
  Tensor result() && { return std::move(result_); }

 private:
  Sequential& model_;
  Inputs inputs_;
  Steps steps_;  // of the outputs
  Batches batches_;
  PassingStates states_;
  Tensor result_;
};

}  // namespace lstm
