#include "lstm/monitor.hpp"

#include <cmath>
#include <limits>

#include "lstm/error.hpp"

namespace lstm {

Monitor::Monitor(const std::string& name, MonitorMode mode, double min_delta, const char* where)
    : larger_is_better_(mode == MonitorMode::max ||
                        (mode == MonitorMode::by_name && name.ends_with("accuracy"))),
      min_delta_(min_delta) {
  require_range(min_delta >= 0 && std::isfinite(min_delta), "expected minDelta >= 0 in ", where,
                ", got ", min_delta);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  best_ = larger_is_better_ ? -infinity : infinity;
}

bool Monitor::improves(double value) {
  const bool better = larger_is_better_ ? value - min_delta_ > best_ : value + min_delta_ < best_;
  if (better) best_ = value;
  return better;
}

}  // namespace lstm
