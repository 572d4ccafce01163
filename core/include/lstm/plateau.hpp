// A learning rate that falls when training gets no further, after Keras's ReduceLROnPlateau.
#pragma once

#include "lstm/matrix.hpp"
#include "lstm/monitor.hpp"

namespace lstm {

struct PlateauConfig {
  std::string monitor = "val_loss";  // the name of the number among an epoch's logs
  float factor = 0.1f;               // (0, 1): what the rate is multiplied by
  Index patience = 10;               // epochs without a better one, and the rate falls
  double min_delta = 1e-4;           // less than this is no better
  Index cooldown = 0;                // epochs after a fall that are not counted
  float min_learning_rate = 0;       // it falls no further
  MonitorMode mode = MonitorMode::by_name;
};

class Plateau {
 public:
  // Throws std::out_of_range for a setting out of its range.
  explicit Plateau(const PlateauConfig& config = {});

  const PlateauConfig& config() const { return config_; }

  // After an epoch that ended with that value at that rate, the rate from here on:
  //
  //   max(factor * rate, min_learning_rate)   when patience is at an end, else the same
  float update(double value, float rate);

 private:
  PlateauConfig config_;
  Monitor monitor_;
  Index waited_ = 0;
  Index cooling_ = 0;
};

}  // namespace lstm
