// Layer normalization on sizes around a vector's length, against its definition in double.
#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "kernels/simd.hpp"
#include "lstm/sequential.hpp"
#include "numbers/eigen.hpp"

using namespace lstm;

TEST_CASE("a row comes out with mean 0 and variance 1, scaled and shifted") {
  Random random(6);
  for (const Index F :
       {Index{1}, kernels::lanes - 1, kernels::lanes, kernels::lanes + 1, Index{50}}) {
    CAPTURE(F);
    const auto n = static_cast<std::size_t>(F);
    // An identity before it, so that rows can be given.
    Sequential model({DenseConfig{.units = F, .input_features = F}, LayerNormalizationConfig{}});
    Parameters& parameters = model.parameters();
    eigen(parameters["dense.weight"].value).setIdentity();
    const View weight = parameters["layer_normalization.weight"].value;
    const View bias = parameters["layer_normalization.bias"].value;
    CHECK(eigen(weight).isOnes(0));
    CHECK(eigen(bias).isZero(0));
    std::vector<float> x(n);
    double mean = 0, variance = 0;
    for (std::size_t k = 0; k < n; ++k) {
      weight.data[k] = random.normal();
      bias.data[k] = random.normal();
      x[k] = 100 + 3 * random.normal();  // far from 0: no squares are subtracted
      mean += x[k] / static_cast<double>(n);
    }
    for (const float value : x)
      variance += (value - mean) * (value - mean) / static_cast<double>(n);
    const Tensor result = model.predict({{1, F}, x});
    const auto& y = std::get<std::vector<float>>(result.data);
    for (std::size_t k = 0; k < n; ++k) {
      const double x_hat = (x[k] - mean) / std::sqrt(variance + 1e-3);
      CHECK(std::abs(y[k] - (weight.data[k] * x_hat + bias.data[k])) < 2e-5);
    }
  }
}

TEST_CASE("epsilon is above 0, and a layer comes before") {
  const std::vector<LayerConfig> wrong{DenseConfig{.units = 2, .input_features = 2},
                                       LayerNormalizationConfig{.epsilon = 0}};
  CHECK_THROWS_WITH_AS(Sequential{wrong},
                       "lstm: expected epsilon > 0 in 'layer_normalization', got 0",
                       std::out_of_range);
  CHECK_THROWS_AS(Sequential({LayerNormalizationConfig{}}), std::invalid_argument);
}
