#include "lstm/sampler.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/softmax.hpp"
#include "lstm/error.hpp"

namespace lstm {

Sampler::Sampler(float temperature, std::uint64_t seed) : temperature_(temperature), random_(seed) {
  require_range(std::isfinite(temperature) && temperature >= 0,
                "expected temperature >= 0, got ", temperature);
}

Token Sampler::draw(const float* logits, Index size) {
  if (temperature_ == 0) return static_cast<Token>(std::max_element(logits, logits + size) - logits);
  probabilities_.resize(static_cast<std::size_t>(size));
  // Shifted by the largest before it is divided, or a tiny temperature would overflow.
  const float largest = *std::max_element(logits, logits + size);
  for (Index k = 0; k < size; ++k) {
    probabilities_[static_cast<std::size_t>(k)] = (logits[k] - largest) / temperature_;
  }
  kernels::softmax(probabilities_.data(), probabilities_.data(), size);
  double left = random_.uniform();
  Index k = 0;
  for (; k + 1 < size; ++k) {
    left -= probabilities_[static_cast<std::size_t>(k)];
    if (left < 0) break;
  }
  return static_cast<Token>(k);
}

}  // namespace lstm
