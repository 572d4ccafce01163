// What the tests of every cell have in common: activations, sizes, numbers, closeness.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "kernels/simd.hpp"
#include "lstm/cell_activation.hpp"
#include "lstm/random.hpp"
#include "normals.hpp"

namespace lstm::kernels {

inline auto near(double exact) { return doctest::Approx(exact).epsilon(0).scale(1).epsilon(2e-6); }

// Of activation and recurrent.
inline constexpr CellActivation kinds[] = {CellActivation::tanh,
                                           CellActivation::sigmoid,
                                           CellActivation::hard_sigmoid,
                                           CellActivation::relu,
                                           CellActivation::linear,
                                           CellActivation::softsign,
                                           CellActivation::hard_sigmoid_keras2};

inline std::vector<CellActivations> every_pair() {
  std::vector<CellActivations> all;
  for (const auto activation : kinds) {
    for (const auto recurrent : kinds) all.push_back({activation, recurrent});
  }
  return all;
}

inline void fill(std::vector<float>& values, Random& random) {
  for (auto& value : values) value = random.normal();
}

// Around a vector's length.
inline const std::vector<Index> unit_counts{1, lanes - 1, lanes, lanes + 1, 3 * lanes + 2, 64};

// As doubles, plus others of as many, or a row of biases.
inline std::vector<double> exact(const std::vector<float>& values,
                                 const std::vector<float>& bias = {0}) {
  std::vector<double> sum(values.begin(), values.end());
  for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += static_cast<double>(bias[n % bias.size()]);
  return sum;
}

// Each within `tolerance` of the larger of 1 and what it ought to be.
template <class Scalar>
void check_near(const std::vector<float>& got, const std::vector<Scalar>& expected,
                double tolerance) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t n = 0; n < got.size(); ++n) {
    const double want = static_cast<double>(expected[n]);
    CAPTURE(n);
    CHECK(std::abs(static_cast<double>(got[n]) - want) <=
          tolerance * std::max(1.0, std::abs(want)));
  }
}

// d objective / d at, one by one, by central differences.
template <class Objective>
std::vector<double> slopes(std::vector<double> at, Objective objective) {
  std::vector<double> result;
  for (double& x : at) {
    const double middle = x;
    x = middle + 1e-5;
    const double above = objective(at);
    x = middle - 1e-5;
    const double below = objective(at);
    x = middle;
    result.push_back((above - below) / 2e-5);
  }
  return result;
}

}  // namespace lstm::kernels
