#include "learning/deviation.hpp"

#include <cmath>

namespace lstm {

double deviation(std::span<const float> values, Index F, Counts counts) {
  const auto row = static_cast<std::size_t>(F);
  double count = 0, sum = 0, squares = 0;
  const auto over_counted = [&](auto use) {
    for (std::size_t n = 0; n < values.size(); ++n) {
      if (counts[n / row]) use(values[n]);
    }
  };
  over_counted([&](float value) { ++count, sum += value; });
  const double mean = count > 0 ? sum / count : 0;
  over_counted([&](float value) { squares += (value - mean) * (value - mean); });
  return count > 0 ? std::sqrt(squares / count) : 0;
}

}  // namespace lstm
