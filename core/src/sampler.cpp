#include "lstm/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "heap_sort.hpp"
#include "kernels/softmax.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// No logit says anything about the others once one of them is NaN.
void expect_finite(float sum_of_logits) {
  if (std::isfinite(sum_of_logits)) return;
  throw std::runtime_error(message("expected finite logits to draw from, got ", sum_of_logits,
                                   ": are all weights of the model finite?"));
}

}  // namespace

Sampler::Sampler(const SamplerConfig& config) : config_(config), random_(config.seed) {
  const auto& [temperature, top_k, top_p, seed] = config;
  require_range(std::isfinite(temperature) && temperature >= 0, "expected temperature >= 0, got ",
                temperature);
  require_range(top_k >= 0, "expected topK >= 0, got ", top_k);
  require_range(top_p > 0 && top_p <= 1, "expected topP in (0, 1], got ", top_p);
}

Token Sampler::draw(const float* logits, Index size) {
  const float* largest = std::max_element(logits, logits + size);
  if (config_.temperature == 0) {
    expect_finite(*largest);
    return static_cast<Token>(largest - logits);
  }

  probabilities_.resize(static_cast<std::size_t>(size));
  candidates_.resize(probabilities_.size());
  for (std::size_t k = 0; k < probabilities_.size(); ++k) {
    // Less the largest before the division, or a tiny temperature would overflow.
    probabilities_[k] = (logits[k] - *largest) / config_.temperature;
  }
  expect_finite(kernels::softmax(probabilities_.data(), probabilities_.data(), size).log_sum);
  std::iota(candidates_.begin(), candidates_.end(), Token{0});
  const bool some = config_.top_k > 0 || config_.top_p < 1;
  double left = random_.uniform() * (some ? keep_most_probable() : 1.0);
  for (const Token token : candidates_) {
    left -= probabilities_[static_cast<std::size_t>(token)];
    if (left < 0) return token;
  }
  return candidates_.back();
}

double Sampler::keep_most_probable() {
  const auto probability = [&](Token token) {
    return static_cast<double>(probabilities_[static_cast<std::size_t>(token)]);
  };
  heap_sort(candidates_, [&](Token a, Token b) {
    return probability(a) != probability(b) ? probability(a) > probability(b) : a < b;
  });
  if (config_.top_k > 0 && config_.top_k < static_cast<Index>(candidates_.size())) {
    candidates_.resize(static_cast<std::size_t>(config_.top_k));
  }
  double all = 0;
  for (const Token token : candidates_) all += probability(token);
  double share = 0;
  std::size_t kept = 0;
  while (kept < candidates_.size() && share < config_.top_p * all) {
    share += probability(candidates_[kept++]);
  }
  candidates_.resize(kept);
  return share;
}

}  // namespace lstm
