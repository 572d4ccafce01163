#include "lstm/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "learning/expect.hpp"
#include "numbers/cosine.hpp"

namespace lstm {

namespace {

// How much of its initial rate is left of a schedule after some steps of decay. In floats: the
// tables of pow for doubles are large.
float left_of(const ExponentialDecay& decay, Index step) {
  const double power = static_cast<double>(step) / static_cast<double>(decay.decay_steps);
  return std::pow(decay.decay_rate,
                  static_cast<float>(decay.staircase ? std::floor(power) : power));
}

float left_of(const CosineDecay& decay, Index step) {
  const auto s = static_cast<float>(static_cast<double>(std::min(step, decay.decay_steps)) /
                                    static_cast<double>(decay.decay_steps));
  return decay.alpha + (1.0f - decay.alpha) * (1.0f + cosine(std::numbers::pi_v<float> * s)) / 2.0f;
}

float at(float rate, Index) { return rate; }

template <class Decay>
float at(const Decay& decay, Index step) {
  if (!decay.warmup) return static_cast<float>(decay.initial * left_of(decay, step));
  const auto& [steps, target] = *decay.warmup;
  if (step >= steps) return static_cast<float>(target * left_of(decay, step - steps));
  const double share = static_cast<double>(step) / static_cast<double>(steps);
  return static_cast<float>(decay.initial + (static_cast<double>(target) - decay.initial) * share);
}

template <class Decay>
void check_common(const Decay& decay, const Expect& expect) {
  if (decay.warmup) {
    expect(decay.initial >= 0, "initialLearningRate >= 0", decay.initial);
    expect(decay.warmup->steps >= 1, "warmupSteps >= 1", decay.warmup->steps);
    expect(decay.warmup->target > 0, "warmupTarget > 0", decay.warmup->target);
  } else {
    expect(decay.initial > 0, "initialLearningRate > 0", decay.initial);
  }
  expect(decay.decay_steps >= 1, "decaySteps >= 1", decay.decay_steps);
}

void check_one(float rate, const Expect& expect) { expect(rate > 0, "learningRate > 0", rate); }

void check_one(const ExponentialDecay& decay, const Expect& expect) {
  check_common(decay, expect);
  expect(decay.decay_rate > 0, "decayRate > 0", decay.decay_rate);
}

void check_one(const CosineDecay& decay, const Expect& expect) {
  check_common(decay, expect);
  expect(decay.alpha >= 0 && decay.alpha <= 1, "alpha in [0, 1]", decay.alpha);
}

}  // namespace

void check(const LearningRate& rate, const std::string& where) {
  std::visit([&](const auto& one) { check_one(one, Expect{where}); }, rate);
}

float rate_at(const LearningRate& rate, Index step) {
  return std::visit([=](const auto& one) { return at(one, step); }, rate);
}

void check_learns(const LearningRate& rate, Index first, Index last) {
  // A rate goes up, if at all, before it comes down: two zeros in a row are its end.
  const bool learns = rate_at(rate, first) > 0 || rate_at(rate, std::min(first + 1, last)) > 0;
  require_range(first > last || learns,
                "expected a learningRate above 0 in some step of the fit, got a schedule that is 0 "
                "from step ",
                first, " to ", last);
}

}  // namespace lstm
