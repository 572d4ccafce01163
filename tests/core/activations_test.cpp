// What layers go through, by its formula and by central differences of it, on sizes around a
// vector's length.
#include "kernels/activations.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kernels/reference.hpp"

using namespace lstm;
using Kind = ActivationKind;

namespace {

constexpr Kind kinds[] = {Kind::elu,        Kind::gelu,         Kind::leaky_relu,
                          Kind::selu,       Kind::softplus,     Kind::softsign,
                          Kind::swish,      Kind::hard_sigmoid, Kind::hard_sigmoid_keras2,
                          Kind::exponential};

// -12 ... 12, and nowhere where a slope breaks off.
std::vector<float> numbers() {
  std::vector<float> x;
  for (int n = 0; n < 2411; ++n) x.push_back(0.01f * static_cast<float>(n - 1205) + 0.0031f);
  return x;
}

}  // namespace

TEST_CASE("every activation has its closed form, and its slope is that of the form") {
  const std::vector<float> x = numbers();
  const auto size = static_cast<Index>(x.size());
  for (const auto kind : kinds) {
    CAPTURE(static_cast<int>(kind));
    std::vector<float> y(x.size()), d(x.size(), 2);
    kernels::activate(kind, x.data(), y.data(), size);
    kernels::activate_backward(kind, x.data(), y.data(), d.data(), size);
    double worst = 0, worst_slope = 0;
    for (std::size_t n = 0; n < x.size(); ++n) {
      const double at = x[n], h = 1e-6, exact = reference::activate(kind, at);
      const double slope =
          (reference::activate(kind, at + h) - reference::activate(kind, at - h)) / (2 * h);
      worst = std::max(worst, std::abs(y[n] - exact) / std::max(1.0, std::abs(exact)));
      worst_slope =
          std::max(worst_slope, std::abs(d[n] / 2 - slope) / std::max(1.0, std::abs(slope)));
    }
    CHECK(worst < 1e-6);
    CHECK(worst_slope < 1e-6);
  }
}

TEST_CASE("activations touch as many numbers as they are told") {
  for (Index size = 1; size < 2 * kernels::lanes + 2; ++size) {
    std::vector<float> x(static_cast<std::size_t>(size) + 1, 0.5f), y(x.size(), 7), d(x.size(), 7);
    kernels::activate(Kind::swish, x.data(), y.data(), size);
    kernels::activate_backward(Kind::swish, x.data(), y.data(), d.data(), size);
    CHECK(y[static_cast<std::size_t>(size) - 1] == y[0]);
    CHECK(d[static_cast<std::size_t>(size) - 1] == d[0]);
    CHECK(y.back() == 7);
    CHECK(d.back() == 7);
  }
}

TEST_CASE("NaN does not pass for a number, and what is huge goes where the formula goes") {
  const float huge = 1e30f, x[3] = {std::numeric_limits<float>::quiet_NaN(), huge, -huge};
  for (const auto kind : kinds) {
    CAPTURE(static_cast<int>(kind));
    float y[3];
    kernels::activate(kind, x, y, 3);
    CHECK(std::isnan(y[0]));
    for (const int n : {1, 2}) {
      if (kind == Kind::exponential && n == 1) continue;  // for ever
      CHECK(y[n] == doctest::Approx(reference::activate(kind, x[n])).epsilon(1e-6));
    }
  }
}
