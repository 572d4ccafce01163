// What drives training by epochs: when to stop, where to begin, what to set aside.
#include "lstm/early_stopping.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lstm/plateau.hpp"
#include "lstm/split.hpp"

using namespace lstm;

namespace {

Parameters two_weights() { return Parameters({{"w", {2}}}); }

// The epoch at whose end it says stop; -1: never.
Index stopped(const EarlyStoppingConfig& config, const std::vector<double>& values) {
  EarlyStopping stopping(config);
  const Parameters weights = two_weights();
  for (std::size_t n = 0; n < values.size(); ++n) {
    if (stopping.update(static_cast<Index>(n), values[n], weights)) return static_cast<Index>(n);
  }
  return -1;
}

}  // namespace

TEST_CASE("it stops after so many epochs without a better one") {
  CHECK(stopped({.patience = 2}, {5, 4, 4, 3, 3, 3, 3}) == 5);
  CHECK(stopped({.patience = 0}, {5, 4, 3, 3, 2}) == 3);
  CHECK(stopped({.patience = 1}, {5, 4, 3, 2, 1}) == -1);
  CHECK(stopped({.patience = 1, .min_delta = 0.5}, {5, 4.6, 4.4, 4}) == 1);
  CHECK(stopped({.patience = 2, .min_delta = 0.5}, {5, 4.6, 4.4, 4.1}) == -1);
}

TEST_CASE("better is larger for an accuracy, smaller for the rest, or as one says") {
  CHECK(stopped({.monitor = "val_accuracy", .patience = 1}, {0.1, 0.2, 0.3, 0.2}) == 3);
  CHECK(stopped({.monitor = "val_mae", .patience = 1}, {0.3, 0.2, 0.1, 0.2}) == 3);
  CHECK(stopped({.mode = MonitorMode::max}, {1, 2, 3, 2}) == 3);
  CHECK(stopped({.monitor = "accuracy", .mode = MonitorMode::min}, {3, 2, 1, 2}) == 3);
}

TEST_CASE("NaN is never better, and the first epoch never the last") {
  const double nan = std::nan("");
  CHECK(stopped({.patience = 0}, {nan, nan}) == 1);
  CHECK(stopped({.patience = 3}, {5, nan, nan, nan}) == 3);
}

TEST_CASE("the best weights come back, where they were to be kept") {
  Parameters weights = two_weights();
  const auto run = [&](bool restore, const std::vector<double>& values) {
    EarlyStopping stopping({.patience = 9, .restore_best_weights = restore});
    for (std::size_t n = 0; n < values.size(); ++n) {
      std::ranges::fill(weights.values(), static_cast<float>(n));
      stopping.update(static_cast<Index>(n), values[n], weights);
    }
    stopping.restore(weights);
    return std::pair{stopping.best_epoch(), weights.values()[0]};
  };
  CHECK(run(true, {3, 1, 2}) == std::pair{Index{1}, 1.0f});
  CHECK(run(false, {3, 1, 2}) == std::pair{Index{1}, 2.0f});
  CHECK(run(true, {std::nan(""), std::nan("")}) ==
        std::pair{Index{-1}, 0.0f});  // the first there were
}

TEST_CASE("weights come back only where they came from") {
  EarlyStopping stopping({.restore_best_weights = true});
  stopping.update(0, 1, two_weights());
  Parameters other({{"w", {20}}});
  CHECK_THROWS_AS(stopping.restore(other), std::invalid_argument);
}

TEST_CASE("settings out of range are refused") {
  CHECK_THROWS_AS(EarlyStopping({.patience = -1}), std::out_of_range);
  CHECK_THROWS_AS(EarlyStopping({.min_delta = -1}), std::out_of_range);
  CHECK_THROWS_AS(EarlyStopping({.min_delta = std::nan("")}), std::out_of_range);
}

namespace {

// The rate of each epoch that ended with those values.
std::vector<float> rates(const PlateauConfig& config, const std::vector<double>& values) {
  Plateau plateau(config);
  std::vector<float> all;
  float rate = 1;
  for (const double value : values) {
    all.push_back(rate);
    rate = plateau.update(value, rate);
  }
  return all;
}

}  // namespace

TEST_CASE("a rate falls after so many epochs without a better value") {
  using Rates = std::vector<float>;
  const PlateauConfig half{.factor = 0.5f, .patience = 2};
  CHECK(rates(half, {3, 2, 2, 2, 2, 2, 2}) == Rates{1, 1, 1, 1, 0.5f, 0.5f, 0.25f});
  CHECK(rates(half, {3, 2, 2, 1, 1, 1, 1}) == Rates{1, 1, 1, 1, 1, 1, 0.5f});
  CHECK(rates({.patience = 1, .min_delta = 0.5}, {3, 2.6, 2.6}) == Rates{1, 1, 0.1f});
  CHECK(rates({.factor = 0.5f, .patience = 0}, {3, 2, 2}) == Rates{1, 1, 1});
  CHECK(rates({.monitor = "val_accuracy", .factor = 0.5f, .patience = 1}, {1, 2, 3, 3, 3}) ==
        Rates{1, 1, 1, 1, 0.5f});
}

TEST_CASE("after a fall come epochs that are not counted, and it falls no further than it may") {
  using Rates = std::vector<float>;
  CHECK(rates({.factor = 0.5f, .patience = 1, .cooldown = 2}, {2, 2, 2, 2, 2, 2}) ==
        Rates{1, 1, 0.5f, 0.5f, 0.25f, 0.25f});
  CHECK(rates({.factor = 0.5f, .patience = 1, .min_learning_rate = 0.3f}, {2, 2, 2, 2}) ==
        Rates{1, 1, 0.5f, 0.3f});
  CHECK_THROWS_AS(Plateau({.factor = 1}), std::out_of_range);
  CHECK_THROWS_AS(Plateau({.factor = 0}), std::out_of_range);
  CHECK_THROWS_AS(Plateau({.min_delta = -1}), std::out_of_range);
  CHECK_THROWS_AS(Plateau({.patience = -1}), std::out_of_range);
  CHECK_THROWS_AS(Plateau({.cooldown = -1}), std::out_of_range);
  CHECK_THROWS_AS(Plateau({.min_learning_rate = -1}), std::out_of_range);
}

TEST_CASE("the last part of the samples is set aside") {
  const Tensor tensor{{5, 2}, std::vector<Token>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
  const auto [first, last] = validation_split(tensor, 0.3);  // floor(3.5) stay
  CHECK(first.shape == Shape{3, 2});
  CHECK(last.shape == Shape{2, 2});
  CHECK(std::get<std::vector<Token>>(first.data) == std::vector<Token>{0, 1, 2, 3, 4, 5});
  CHECK(std::get<std::vector<Token>>(last.data) == std::vector<Token>{6, 7, 8, 9});
  CHECK_THROWS_WITH_AS(validation_split(tensor, 1),
                       "lstm: expected validationSplit in (0, 1), got 1", std::out_of_range);
  CHECK_THROWS_AS(validation_split(tensor, 0), std::out_of_range);
  CHECK_THROWS_WITH_AS(
      validation_split({{1}, std::vector<float>{1}}, 0.5),
      "lstm: expected validationSplit to leave samples on both sides, got 0.5 of 1",
      std::invalid_argument);
  CHECK_THROWS_AS(validation_split({{}, std::vector<float>{1}}, 0.5), std::invalid_argument);
}
