#include "lstm/batches.hpp"

#include <algorithm>
#include <numeric>

#include "lstm/error.hpp"

namespace lstm {

Batches::Batches(Index samples, Index batch_size) : order_(static_cast<std::size_t>(samples)) {
  require_range(batch_size >= 1, "expected batchSize >= 1, got ", batch_size);
  batch_size_ = static_cast<std::size_t>(batch_size);
  std::iota(order_.begin(), order_.end(), Index{0});
}

void Batches::shuffle(Random& random) {
  std::iota(order_.begin(), order_.end(), Index{0});
  for (auto n = order_.size(); n > 1; --n) {
    std::swap(order_[n - 1], order_[static_cast<std::size_t>(random.below(static_cast<Index>(n)))]);
  }
  restart();
}

std::span<const Index> Batches::next() {
  const auto size = std::min(batch_size_, order_.size() - next_);
  const std::span<const Index> batch(order_.data() + next_, size);
  next_ += size;
  return batch;
}

}  // namespace lstm
