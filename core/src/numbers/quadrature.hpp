// Integrals from 0 to 1 as sums.
#pragma once

#include <numbers>
#include <vector>

#include "numbers/cosine.hpp"

namespace lstm {

// Gauss and Legendre's rule of n numbers, exact for polynomials up to degree 2n - 1: integral of f
// = sum of weight_k f(at_k), with at_k = (1 + z_k) / 2, z_k a zero of Legendre's polynomial P_n,
// and weight_k = 1 / ((1 - z_k^2) P_n'(z_k)^2).
inline void gauss_legendre(int n, std::vector<double>& at, std::vector<double>& weight) {
  for (int k = 0; k < n; ++k) {
    double z = cosine(std::numbers::pi_v<float> * (static_cast<float>(k) + 0.75f) /
                      (static_cast<float>(n) + 0.5f));
    double slope = 0;
    for (int round = 0; round < 5; ++round) {  // Newton's, which doubles the digits
      double p = 1, before = 0;
      for (int m = 1; m <= n; ++m) {
        const double after = ((2 * m - 1) * z * p - (m - 1) * before) / m;
        before = p;
        p = after;
      }
      slope = n * (z * p - before) / (z * z - 1);
      z -= p / slope;
    }
    at.push_back((1 + z) / 2);
    weight.push_back(1 / ((1 - z * z) * slope * slope));
  }
}

}  // namespace lstm
