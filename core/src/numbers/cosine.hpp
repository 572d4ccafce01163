// The cosine of a small angle. std::cos also takes huge ones, which is most of its code.
#pragma once

#include <cmath>
#include <numbers>

namespace lstm {

// cos x for |x| <= 2 pi; the largest error is 6e-8.
inline float cosine(float x) {
  // x = n pi / 2 + r, |r| <= pi / 4, and Taylor's series of cos r or sin r.
  const double n = std::rint(x * (2 * std::numbers::inv_pi));
  const double r = x - n * (std::numbers::pi / 2), s = r * r;
  const bool odd = static_cast<int>(n) & 1, minus = (static_cast<int>(n) + 1) & 2;
  constexpr auto over = [](double d) { return 1 / d; };
  const double value =
      odd ? r * (1 - s * over(6) * (1 - s * over(20) * (1 - s * over(42) * (1 - s * over(72)))))
          : 1 - s * over(2) * (1 - s * over(12) * (1 - s * over(30) * (1 - s * over(56))));
  return static_cast<float>(minus ? -value : value);
}

}  // namespace lstm
