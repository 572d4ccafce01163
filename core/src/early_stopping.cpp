#include "lstm/early_stopping.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "lstm/error.hpp"

namespace lstm {

EarlyStopping::EarlyStopping(const EarlyStoppingConfig& config)
    : config_(config),
      larger_is_better_(config.mode == MonitorMode::max || (config.mode == MonitorMode::by_name &&
                                                            config.monitor.ends_with("accuracy"))) {
  require_range(config.patience >= 0, "expected patience >= 0 in earlyStopping, got ",
                config.patience);
  require_range(config.min_delta >= 0 && std::isfinite(config.min_delta),
                "expected minDelta >= 0 in earlyStopping, got ", config.min_delta);
  best_ = larger_is_better_ ? -std::numeric_limits<double>::infinity()
                            : std::numeric_limits<double>::infinity();
}

bool EarlyStopping::better(double value) const {
  return larger_is_better_ ? value - config_.min_delta > best_ : value + config_.min_delta < best_;
}

bool EarlyStopping::update(Index epoch, double value, const Parameters& weights) {
  const bool improved = better(value);
  if (config_.restore_best_weights && (improved || weights_.empty())) {
    weights_.assign(weights.values().begin(), weights.values().end());
  }
  if (improved) {
    best_ = value;
    best_epoch_ = epoch;
    waited_ = 0;
    return false;
  }
  ++waited_;
  return waited_ >= config_.patience && epoch > 0;
}

void EarlyStopping::restore(Parameters& weights) const {
  if (weights_.empty()) return;
  const auto values = weights.values();
  require(values.size() == weights_.size(), "expected ", weights_.size(),
          " numbers to restore the best weights into, got ", values.size());
  std::ranges::copy(weights_, values.begin());
}

}  // namespace lstm
