// The loss over a data set, a batch at a time.
#pragma once

#include "lstm/batches.hpp"
#include "lstm/passing_states.hpp"

namespace lstm {

// With the states of PassingStates. The model must outlive it.
class Evaluation {
 public:
  Evaluation(Sequential& model, Dataset data, Index batch_size);

  // Scores one more batch; false when there is none. Throws std::runtime_error where the loss is
  // not finite.
  bool step();
  void restart();  // stateful layers too
  const Scores& scores() const { return scores_; }

 private:
  Sequential& model_;
  Dataset data_;
  Batches batches_;
  PassingStates states_;
  Scores scores_;
};

}  // namespace lstm
