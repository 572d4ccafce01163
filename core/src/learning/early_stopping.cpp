#include "lstm/early_stopping.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

EarlyStopping::EarlyStopping(const EarlyStoppingConfig& config)
    : config_(config), monitor_(config.monitor, config.mode, config.min_delta, "earlyStopping") {
  require_range(config.patience >= 0, "expected patience >= 0 in earlyStopping, got ",
                config.patience);
}

bool EarlyStopping::update(Index epoch, double value, const Parameters& weights) {
  const bool improved = monitor_.improves(value);
  if (config_.restore_best_weights && (improved || weights_.empty())) {
    weights_.assign(weights.values().begin(), weights.values().end());
  }
  if (improved) {
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
