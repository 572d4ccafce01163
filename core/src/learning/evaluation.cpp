#include "lstm/evaluation.hpp"

#include "graph/network.hpp"
#include "learning/batch.hpp"

namespace lstm {

Evaluation::Evaluation(Sequential& model, Dataset data, Index batch_size)
    : model_(model),
      data_(std::move(data)),
      batches_(data_.size(), batch_size),
      states_(model, data_.size(), batch_size),
      scores_(model.zero_scores()) {}

bool Evaluation::step() {
  if (batches_.done()) return false;
  scores_ += model_.score(data_.gather(batches_.next()), states_.now());
  require_finite(scores_.loss());
  states_.batch_done(batches_.done());
  return true;
}

void Evaluation::restart() {
  batches_.restart();
  states_.restart();
  scores_.clear();
}

}  // namespace lstm
