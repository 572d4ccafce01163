#include "lstm/steps.hpp"

#include <algorithm>

namespace lstm {

Steps::Steps(Index N, Index T, std::span<const Index> lengths) : N_(N), T_(T) {
  if (lengths.empty()) return;
  begins_.push_back(0);
  for (const Index length : lengths) begins_.push_back(begins_.back() + length);
}

Steps::Steps(const Tensor& tensor)
    : Steps(tensor.shape.empty() ? 0 : tensor.shape[0],
            tensor.shape.size() < 2 ? 1 : tensor.shape[1], tensor.lengths) {}

std::vector<Index> Steps::lengths() const {
  std::vector<Index> all;
  for (Index n = 0; ragged() && n < N_; ++n) all.push_back(length(n));
  return all;
}

Index Steps::longest(std::span<const Index> sequences) const {
  if (!ragged()) return T_;
  Index most = 0;
  for (const Index n : sequences) most = std::max(most, length(n));
  return most;
}

}  // namespace lstm
