// What tests against PyTorch's numbers share.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

using NamedValues = std::vector<std::pair<std::string, std::vector<float>>>;

// Equal to `relative` of the largest entry.
inline void check_close(const float* got, const std::vector<float>& expected, double relative) {
  double largest = 0, worst = 0;
  for (std::size_t n = 0; n < expected.size(); ++n) {
    largest = std::max(largest, std::abs(static_cast<double>(expected[n])));
    worst = std::max(worst, std::abs(static_cast<double>(got[n]) - expected[n]));
  }
  CAPTURE(worst / largest);
  CHECK(largest > 0);
  CHECK(worst <= relative * largest);
}
