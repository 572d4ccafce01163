// One number an epoch, and whether it got better: what all that watch a training share, after
// Keras.
#pragma once

#include <string>

namespace lstm {

// What better means. By name: a larger accuracy, a smaller anything else.
enum class MonitorMode { by_name, min, max };

class Monitor {
 public:
  // `name` is the number's among an epoch's logs; a change of min_delta is no better. Throws
  // std::out_of_range for a min_delta that is negative or not finite; `where` names whose it is.
  Monitor(const std::string& name, MonitorMode mode, double min_delta, const char* where);

  // Is it better than the best so far? Then it is the best from here on. NaN never is.
  bool improves(double value);

 private:
  bool larger_is_better_;
  double min_delta_;
  double best_;
};

}  // namespace lstm
