// The other kernels: stated errors over their whole range, and products of odd sizes.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "kernels/activations.hpp"
#include "kernels/gemm.hpp"
#include "kernels/reference.hpp"
#include "kernels/softmax.hpp"
#include "normals.hpp"
#include "numbers/eigen.hpp"

using namespace lstm;

namespace {

// One float in 997 of all that are numbers, from -infinity to infinity.
template <class Fast, class Exact>
double largest_error(Fast fast, Exact exact) {
  double worst = 0;
  std::vector<float> x, y;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 997) {
    const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (!std::isnan(value)) x.push_back(value);
  }
  y.resize(x.size());
  fast(x.data(), y.data(), static_cast<Index>(x.size()));
  for (std::size_t n = 0; n < x.size(); ++n) {
    worst = std::max(worst, std::abs(y[n] - exact(static_cast<double>(x[n]))));
  }
  return worst;
}

using Unary = void (*)(const float*, float*, Index);
constexpr float infinity = std::numeric_limits<float>::infinity();

void check_products(Index M, Index N, Index K, Random& random) {
  auto a = normals(M * K, random), b = normals(N * K, random), c = normals(M * N, random);
  Matrix at = eigen(View{a.data(), M, K}).transpose();
  Matrix bt = eigen(View{b.data(), N, K}).transpose();
  auto expected = c, accumulated = c, overwritten = c;
  reference::add_a_bt(a.data(), b.data(), expected.data(), M, K, N);
  kernels::Kept kept;
  const kernels::Factor factor(View{b.data(), N, K}, kernels::Lies::transposed, M, kept);
  factor.multiply(View{a.data(), M, K}, View{accumulated.data(), M, N}, kernels::Into::add);
  kernels::a_b(View{a.data(), M, K}, View{bt.data(), K, N}, View{overwritten.data(), M, N});
  auto third = c;
  kernels::add_at_b(View{at.data(), K, M}, View{bt.data(), K, N}, View{third.data(), M, N});
  const float tolerance = 1e-6f * static_cast<float>(K) + 1e-6f;
  float worst = 0;
  for (std::size_t n = 0; n < c.size(); ++n) {
    worst =
        std::max({worst, std::abs(accumulated[n] - expected[n]), std::abs(third[n] - expected[n]),
                  std::abs(overwritten[n] + c[n] - expected[n])});
  }
  CHECK(worst <= tolerance);
}

}  // namespace

TEST_CASE("tanh and sigmoid keep their stated error over all floats") {
  const double tanh_worst =
      largest_error(static_cast<Unary>(kernels::tanh), [](double x) { return std::tanh(x); });
  const double sigmoid_worst = largest_error(static_cast<Unary>(kernels::sigmoid),
                                             [](double x) { return reference::sigmoid(x); });
  MESSAGE("largest error: tanh " << tanh_worst << ", sigmoid " << sigmoid_worst);
  CHECK(tanh_worst <= kernels::tanh_error);
  CHECK(sigmoid_worst <= kernels::sigmoid_error);
}

TEST_CASE("tanh and sigmoid let NaN through and saturate at infinity") {
  const float x[3] = {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity};
  float y[3];
  kernels::tanh(x, y, 3);
  CHECK(std::isnan(y[0]));
  CHECK(y[1] == doctest::Approx(1));
  CHECK(y[2] == doctest::Approx(-1));
  kernels::sigmoid(x, y, 3);
  CHECK(std::isnan(y[0]));
  CHECK(y[1] == doctest::Approx(1));
  CHECK(std::abs(y[2]) <= kernels::sigmoid_error);
}

TEST_CASE("products equal the reference on odd sizes") {
  Random random(3);
  // Around the tile's sides, and around the blocks of rows (96) and depth (256).
  const Index sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33};
  const Index rows[] = {95, 96, 97, 200}, depths[] = {255, 256, 257, 600};
  std::vector<std::array<Index, 3>> shapes;
  for (const Index a : sizes) {
    for (const Index b : sizes) {
      for (const Index c : sizes) shapes.push_back({a, b, c});
    }
  }
  for (const Index M : rows) {
    for (const Index K : depths) shapes.push_back({M, 19, K});
  }
  for (const auto& [M, N, K] : shapes) {
    CAPTURE(M);
    CAPTURE(N);
    CAPTURE(K);
    check_products(M, N, K, random);
  }
}

TEST_CASE("softmax adds up to one and survives huge logits") {
  const float x[4] = {1000, 999, -1000, 1000};
  float y[4];
  const float lse = kernels::softmax(x, y, 4).log_sum;
  CHECK(y[0] + y[1] + y[2] + y[3] == doctest::Approx(1));
  CHECK(y[1] / y[0] == doctest::Approx(std::exp(-1.0)));
  CHECK(y[2] == 0);
  CHECK(lse == doctest::Approx(1000 + std::log(2 + std::exp(-1.0))));
}
