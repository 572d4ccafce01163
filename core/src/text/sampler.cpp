#include "lstm/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/softmax.hpp"
#include "lstm/error.hpp"
#include "numbers/heap_sort.hpp"

namespace lstm {

namespace {

constexpr float none = -1e4f;  // as a logit beside one of 0: e^none is 0 to all digits

// No logit says anything about the others once one of them is NaN.
void expect_finite(float sum_of_logits) {
  if (std::isfinite(sum_of_logits)) return;
  throw std::runtime_error(message("expected finite logits to draw from, got ", sum_of_logits,
                                   ": are all weights of the model finite?"));
}

}  // namespace

Sampler::Sampler(const SamplerConfig& config) : config_(config), random_(config.seed) {
  const auto& [temperature, top_k, top_p, seed, exclude] = config;
  require_range(std::isfinite(temperature) && temperature >= 0, "expected temperature >= 0, got ",
                temperature);
  require_range(top_k >= 0, "expected topK >= 0, got ", top_k);
  require_range(top_p > 0 && top_p <= 1, "expected topP in (0, 1], got ", top_p);
  auto& sorted = config_.exclude;
  heap_sort(sorted);
  sorted.erase(std::ranges::unique(sorted).begin(), sorted.end());
}

void Sampler::check(Index size) const {
  const auto& exclude = config_.exclude;
  if (exclude.empty()) return;
  const Token wrong = exclude.front() < 0 ? exclude.front() : exclude.back();
  require_range(wrong >= 0 && wrong < size, "expected tokens below ", size, " in exclude, got ",
                wrong);
  require(static_cast<Index>(exclude.size()) < size,
          "expected exclude to leave a token to draw, got all ", size);
}

bool Sampler::excluded(Token token) const {
  return std::ranges::binary_search(config_.exclude, token);
}

// All tokens that are not excluded, in order.
void Sampler::take_candidates(Index size) {
  candidates_.resize(static_cast<std::size_t>(size));
  std::iota(candidates_.begin(), candidates_.end(), Token{0});
  if (config_.exclude.empty()) return;
  std::erase_if(candidates_, [&](Token token) { return excluded(token); });
}

Token Sampler::draw(const float* logits, Index size) {
  take_candidates(size);
  const Token best =
      *std::ranges::max_element(candidates_, {}, [&](Token token) { return logits[token]; });
  const float* largest = logits + best;
  if (config_.temperature == 0) {
    expect_finite(*largest);
    return best;
  }

  probabilities_.resize(static_cast<std::size_t>(size));
  for (std::size_t k = 0; k < probabilities_.size(); ++k) {
    // Less the largest before the division, or a tiny temperature would overflow.
    probabilities_[k] = (logits[k] - *largest) / config_.temperature;
  }
  for (const Token token : config_.exclude) probabilities_[static_cast<std::size_t>(token)] = none;
  expect_finite(kernels::softmax(probabilities_.data(), probabilities_.data(), size).log_sum);
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
