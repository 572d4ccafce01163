#include "lstm/schedule.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace lstm;

namespace {

void check_rates(const LearningRate& rate, std::vector<std::pair<Index, double>> expected) {
  for (const auto& [step, value] : expected) {
    CAPTURE(step);
    CHECK(rate_at(rate, step) == doctest::Approx(value).epsilon(1e-6));
  }
}

}  // namespace

TEST_CASE("a number is the rate of every step") { check_rates(0.5f, {{0, 0.5}, {1000, 0.5}}); }

TEST_CASE("exponential decay, smooth or in stairs") {
  check_rates(ExponentialDecay{.initial = 0.8f, .decay_steps = 10, .decay_rate = 0.25f},
              {{0, 0.8}, {5, 0.4}, {10, 0.2}, {20, 0.05}});
  check_rates(
      ExponentialDecay{.initial = 0.8f, .decay_steps = 10, .decay_rate = 0.25f, .staircase = true},
      {{0, 0.8}, {9, 0.8}, {10, 0.2}, {19, 0.2}, {20, 0.05}});
}

TEST_CASE("cosine decay ends at its share alpha and stays there") {
  check_rates(CosineDecay{.initial = 0.8f, .decay_steps = 12, .alpha = 0.1f},
              {{0, 0.8}, {4, 0.8 * (0.1 + 0.9 * 0.75)}, {6, 0.8 * 0.55}, {12, 0.08}, {99, 0.08}});
}

TEST_CASE("a warm-up leads straight to its target, where the decay begins") {
  const Warmup warmup{.steps = 4, .target = 0.5f};
  check_rates(CosineDecay{.initial = 0.1f, .decay_steps = 10, .warmup = warmup},
              {{0, 0.1}, {1, 0.2}, {3, 0.4}, {4, 0.5}, {9, 0.25}, {14, 0}});
  check_rates(
      ExponentialDecay{.initial = 0, .decay_steps = 1, .decay_rate = 0.5f, .warmup = warmup},
      {{0, 0}, {2, 0.25}, {4, 0.5}, {5, 0.25}, {6, 0.125}});
}

TEST_CASE("a schedule out of range is refused by name") {
  const auto refused = [](const LearningRate& rate, const char* message) {
    CHECK_THROWS_WITH_AS(check(rate, "sgd"), message, std::out_of_range);
  };
  refused(0.0f, "lstm: expected learningRate > 0 in sgd, got 0");
  refused(ExponentialDecay{.initial = 0, .decay_steps = 1, .decay_rate = 1},
          "lstm: expected initialLearningRate > 0 in sgd, got 0");
  refused(ExponentialDecay{.decay_rate = 1}, "lstm: expected decaySteps >= 1 in sgd, got 0");
  refused(ExponentialDecay{.decay_steps = 1}, "lstm: expected decayRate > 0 in sgd, got 0");
  refused(CosineDecay{.decay_steps = 1, .alpha = 2},
          "lstm: expected alpha in [0, 1] in sgd, got 2");
  refused(CosineDecay{.decay_steps = 1, .warmup = Warmup{.target = 1}},
          "lstm: expected warmupSteps >= 1 in sgd, got 0");
  refused(CosineDecay{.decay_steps = 1, .warmup = Warmup{.steps = 1}},
          "lstm: expected warmupTarget > 0 in sgd, got 0");
}

TEST_CASE("a rate that is 0 in every step is refused") {
  const CosineDecay cosine{.initial = 1, .decay_steps = 5};
  check_learns(cosine, 0, 9);
  check_learns(cosine, 4, 4);
  check_learns(0.1f, 100, 200);
  check_learns(cosine, 7, 6);  // of no step
  const CosineDecay warm{.initial = 0, .decay_steps = 5, .warmup = Warmup{3, 1}};
  check_learns(warm, 0, 8);  // which begins and ends with 0
  CHECK_THROWS_WITH_AS(check_learns(cosine, 5, 9),
                       "lstm: expected a learningRate above 0 in some step of the fit, got a "
                       "schedule that is 0 from step 5 to 9",
                       std::out_of_range);
  CHECK_THROWS_AS(check_learns(warm, 0, 0), std::out_of_range);
}
