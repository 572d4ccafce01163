#include "lstm/evaluation.hpp"

namespace lstm {

Evaluation::Evaluation(Sequential& model, Dataset data, Index batch_size)
    : model_(model), data_(std::move(data)), batches_(data_.size(), batch_size) {}

bool Evaluation::step() {
  if (batches_.done()) return false;
  score_ += model_.score(data_.gather(batches_.next()));
  return true;
}

void Evaluation::restart() {
  batches_.restart();
  score_ = {};
}

}  // namespace lstm
