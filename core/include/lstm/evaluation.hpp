// The loss over a data set, a batch at a time.
#pragma once

#include "lstm/batches.hpp"
#include "lstm/sequential.hpp"

namespace lstm {

// The model must outlive it.
class Evaluation {
 public:
  Evaluation(Sequential& model, Dataset data, Index batch_size);

  // Scores one more batch; false when there is none. Throws std::runtime_error where the loss is not
  // finite.
  bool step();
  void restart();
  const Score& score() const { return score_; }

 private:
  Sequential& model_;
  Dataset data_;
  Batches batches_;
  Score score_;
};

}  // namespace lstm
