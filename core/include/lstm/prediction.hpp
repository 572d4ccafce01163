// A model's outputs for a set of inputs, a batch at a time.
#pragma once

#include "lstm/batches.hpp"
#include "lstm/sequential.hpp"

namespace lstm {

// The model must outlive it.
class Prediction {
 public:
  Prediction(Sequential& model, Inputs inputs, Index batch_size);

  bool step();  // predicts one more batch; false when there is none
  const Tensor& result() const { return result_; }  // [N, K], or [N, T, K] of a sequence

 private:
  Sequential& model_;
  Inputs inputs_;
  Batches batches_;
  Tensor result_;
};

}  // namespace lstm
