#include "lstm/plateau.hpp"

#include <algorithm>
#include <cmath>

#include "lstm/error.hpp"

namespace lstm {

Plateau::Plateau(const PlateauConfig& config)
    : config_(config),
      monitor_(config.monitor, config.mode, config.min_delta, "reduceLROnPlateau") {
  const auto expect = [](bool ok, const char* expected, auto got) {
    require_range(ok, "expected ", expected, " in reduceLROnPlateau, got ", got);
  };
  expect(config.factor > 0 && config.factor < 1, "factor in (0, 1)", config.factor);
  expect(config.patience >= 0, "patience >= 0", config.patience);
  expect(config.cooldown >= 0, "cooldown >= 0", config.cooldown);
  expect(config.min_learning_rate >= 0 && std::isfinite(config.min_learning_rate),
         "minLearningRate >= 0", config.min_learning_rate);
}

float Plateau::update(double value, float rate) {
  if (cooling_ > 0) {
    --cooling_;
    waited_ = 0;
  }
  if (monitor_.improves(value)) {
    waited_ = 0;
    return rate;
  }
  if (cooling_ > 0 || ++waited_ < config_.patience) return rate;
  const float lower = std::max(config_.factor * rate, config_.min_learning_rate);
  if (!(lower > 0 && lower < rate)) return rate;  // as low as it gets
  cooling_ = config_.cooldown;
  waited_ = 0;
  return lower;
}

}  // namespace lstm
