#include "lstm/evaluation.hpp"

#include <cmath>

#include "lstm/error.hpp"

namespace lstm {

Evaluation::Evaluation(Sequential& model, Dataset data, Index batch_size)
    : model_(model), data_(std::move(data)), batches_(data_.size(), batch_size) {}

bool Evaluation::step() {
  if (batches_.done()) return false;
  score_ += model_.score(data_.gather(batches_.next()));
  if (!std::isfinite(score_.loss())) {
    throw std::runtime_error(message("expected a finite loss, got ", score_.loss()));
  }
  return true;
}

void Evaluation::restart() {
  batches_.restart();
  score_ = {};
}

}  // namespace lstm
