#include "verdict.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tasks {

Index within(float distance, const Samples& samples, const Tensor& predicted) {
  const auto& y = std::get<std::vector<float>>(samples.y.data);
  const auto& p = std::get<std::vector<float>>(predicted.data);
  const std::size_t outputs = y.size() / samples.size();
  Index right = 0;
  for (std::size_t first = 0; first < y.size(); first += outputs) {
    right += std::equal(y.begin() + first, y.begin() + first + outputs, p.begin() + first,
                        [&](float a, float b) { return std::abs(a - b) < distance; });
  }
  return right;
}

namespace {

bool legal_first(const float* probabilities, Index symbols, Symbols legal) {
  float least_legal = std::numeric_limits<float>::infinity(), most_illegal = -1;
  for (Index k = 0; k < symbols; ++k) {
    if (legal >> k & 1) {
      least_legal = std::min(least_legal, probabilities[k]);
    } else {
      most_illegal = std::max(most_illegal, probabilities[k]);
    }
  }
  return least_legal > most_illegal;
}

}  // namespace

Index legal_first(const Samples& samples, const Tensor& predicted) {
  const auto& p = std::get<std::vector<float>>(predicted.data);
  const Index time = predicted.shape[1], symbols = predicted.shape[2];
  Index right = 0;
  for (Index n = 0; n < samples.size(); ++n) {
    bool all = true;
    for (Index row = n * time; row < (n + 1) * time; ++row) {
      const Symbols legal = samples.legal[row];
      all = all && (legal == 0 || legal_first(p.data() + row * symbols, symbols, legal));
    }
    right += all;
  }
  return right;
}

}  // namespace tasks
