#include "lstm/evaluation.hpp"

#include "graph/network.hpp"
#include "learning/batch.hpp"

namespace lstm {

Evaluation::Evaluation(Sequential& model, Dataset data, Index batch_size)
    : model_(model),
      data_(std::move(data)),
      batches_(data_.size(), batch_size),
      states_(model, data_.size(), batch_size) {}

bool Evaluation::step() {
  if (batches_.done()) return false;
  score_ += model_.score(data_.gather(batches_.next()), states_.now());
  require_finite(score_);
  states_.batch_done(batches_.done());
  return true;
}

void Evaluation::restart() {
  batches_.restart();
  states_.restart();
  score_ = {};
}

}  // namespace lstm
