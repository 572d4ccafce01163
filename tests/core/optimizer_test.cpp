#include "lstm/optimizer.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace lstm;

TEST_CASE("Adam's first step is the learning rate against the gradient's sign") {
  Adam adam({.learning_rate = 0.1f});
  std::vector<float> w{1, 2, 3}, d{5, -0.01f, 0};
  adam.step(w, d);
  CHECK(w[0] == doctest::Approx(0.9));
  CHECK(w[1] == doctest::Approx(2.1));
  CHECK(w[2] == 3);
}

TEST_CASE("Adam follows its equations, in double, for twenty steps") {
  const AdamConfig config{.learning_rate = 0.05f, .clip_norm = 1.5f};
  Adam adam(config);
  std::vector<float> w{1, -2};
  double exact[2] = {1, -2}, m[2] = {}, v[2] = {};
  for (int t = 1; t <= 20; ++t) {
    // d = w^2's gradient and a little of the step's number
    std::vector<float> d{2 * w[0] + 0.1f * static_cast<float>(t), 2 * w[1]};
    const double norm = std::hypot(d[0], d[1]);
    for (int n = 0; n < 2; ++n) {
      const double clipped = d[static_cast<std::size_t>(n)] * std::min(1.0, 1.5 / norm);
      m[n] = 0.9 * m[n] + 0.1 * clipped;
      v[n] = 0.999 * v[n] + 0.001 * clipped * clipped;
      exact[n] -= 0.05 * (m[n] / (1 - std::pow(0.9, t))) /
                  (std::sqrt(v[n] / (1 - std::pow(0.999, t))) + 1e-7);
    }
    adam.step(w, d);
    CHECK(w[0] == doctest::Approx(exact[0]).epsilon(1e-4));
    CHECK(w[1] == doctest::Approx(exact[1]).epsilon(1e-4));
  }
}

TEST_CASE("clipping scales all gradients alike, and leaves small ones alone") {
  // The first step hardly depends on the gradient's size, but for epsilon: here it is large.
  const auto step = [](float clip_norm, std::vector<float> d) {
    Adam adam({.learning_rate = 1, .epsilon = 1, .clip_norm = clip_norm});
    std::vector<float> w{0, 0};
    adam.step(w, d);
    return w;
  };
  CHECK(step(1, {30, 40})[0] == doctest::Approx(-0.6 / 1.6));
  CHECK(step(1, {30, 40})[1] == doctest::Approx(-0.8 / 1.8));
  CHECK(step(1, {0.3f, 0.4f})[0] == doctest::Approx(-0.3 / 1.3));
  CHECK(step(0, {30, 40})[0] == doctest::Approx(-30 / 31.0));
}

TEST_CASE("a gradient that is not finite changes nothing") {
  for (const float wrong : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    Adam adam;
    std::vector<float> w{1, 2}, d{wrong, 1};
    CHECK_THROWS_AS(adam.step(w, d), std::runtime_error);
    CHECK(w == std::vector<float>{1, 2});
    Adam fresh;
    std::vector<float> same = w, good{0.3f, -2};
    adam.step(w, good);
    fresh.step(same, good);
    CHECK(w == same);  // nor m, v and t
  }
}

TEST_CASE("Adam names a setting out of range") {
  CHECK_THROWS_WITH_AS(Adam({.learning_rate = -1}),
                       "lstm: expected learningRate > 0 in adam, got -1", std::out_of_range);
  CHECK_THROWS_AS(Adam({.beta_1 = 1}), std::out_of_range);
  CHECK_THROWS_AS(Adam({.beta_2 = -0.1f}), std::out_of_range);
  CHECK_THROWS_AS(Adam({.epsilon = 0}), std::out_of_range);
  CHECK_THROWS_AS(Adam({.clip_norm = std::nanf("")}), std::out_of_range);
}
