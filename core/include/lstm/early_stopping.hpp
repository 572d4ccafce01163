// When training no longer helps, after Keras's EarlyStopping. It sees one number an epoch; whoever
// drives the training stops, and restores.
#pragma once

#include <vector>

#include "lstm/monitor.hpp"
#include "lstm/parameters.hpp"

namespace lstm {

struct EarlyStoppingConfig {
  std::string monitor = "val_loss";  // the name of the number among an epoch's logs
  Index patience = 0;                // epochs without a better one that are borne
  double min_delta = 0;              // less than this is no better
  MonitorMode mode = MonitorMode::by_name;
  bool restore_best_weights = false;
};

class EarlyStopping {
 public:
  // Throws std::out_of_range for patience < 0, or a min_delta that is negative or not finite.
  explicit EarlyStopping(const EarlyStoppingConfig& config = {});

  const EarlyStoppingConfig& config() const { return config_; }

  // An epoch's number and the weights that it came to; are we to stop? Keeps a copy of the best
  // weights, where they are to be restored, and of the first ones until there are better. NaN is
  // never better, and the first epoch of all never the last.
  bool update(Index epoch, double value, const Parameters& weights);

  Index best_epoch() const { return best_epoch_; }  // -1: none yet

  // Puts the best weights back, where they were kept. Throws std::invalid_argument for weights of
  // another size.
  void restore(Parameters& weights) const;

 private:
  EarlyStoppingConfig config_;
  Monitor monitor_;
  Index best_epoch_ = -1;
  Index waited_ = 0;
  std::vector<float> weights_;
};

}  // namespace lstm
