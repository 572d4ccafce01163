#include "layers/initializer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "lstm/sequential.hpp"
#include "numbers/cosine.hpp"
#include "numbers/eigen.hpp"

using namespace lstm;

TEST_CASE("Random is the same everywhere and fair") {
  Random random(42);
  CHECK(random.bits() == 15021278609987233951u);
  Random again(42);
  double sum = 0, squares = 0;
  std::vector<int> seen(7);
  for (int n = 0; n < 20000; ++n) {
    const double x = again.normal();
    sum += x;
    squares += x * x;
    ++seen[static_cast<std::size_t>(again.below(7))];
  }
  CHECK(std::abs(sum / 20000) < 0.03);
  CHECK(std::abs(squares / 20000 - 1) < 0.05);
  CHECK(*std::ranges::min_element(seen) > 2600);
}

TEST_CASE("cosine is exact to float's precision") {
  double worst = 0;
  for (int n = -6283; n <= 6283; ++n) {
    const float x = static_cast<float>(n) * 1e-3f;
    worst = std::max(worst, std::abs(cosine(x) - std::cos(static_cast<double>(x))));
  }
  CHECK(worst < 6e-8);
}

TEST_CASE("orthogonal columns are orthonormal") {
  Random random(1);
  for (const Index cols : {1, 2, 31, 32, 33, 80}) {
    CAPTURE(cols);
    Matrix q(4 * cols, cols);
    orthogonal({q.data(), q.rows(), q.cols()}, random);
    const Matrix product = q.transpose() * q;
    CHECK((product - Matrix::Identity(cols, cols)).cwiseAbs().maxCoeff() < 1e-5f);
  }
}

TEST_CASE("an LSTM starts as Keras starts one, an embedding as PyTorch does") {
  Sequential model({EmbeddingConfig{50, 30}, LstmConfig{.units = 20}, DenseConfig{10}}, 3);
  const Parameters& all = model.parameters();
  const auto embedding = eigen(all["embedding.weight"].value);
  CHECK(std::abs(embedding.mean()) < 0.1);
  CHECK(embedding.squaredNorm() / 1500 == doctest::Approx(1).epsilon(0.1));
  const auto within = [&](const char* name, double limit) {
    const float largest = eigen(all[name].value).cwiseAbs().maxCoeff();
    CHECK(largest <= limit);
    CHECK(largest > 0.95 * limit);
  };
  within("lstm.weight_ih_l0", std::sqrt(6.0 / (30 + 80)));
  within("dense.weight", std::sqrt(6.0 / (20 + 10)));
  const auto bias = eigen(all["lstm.bias_ih_l0"].value);
  CHECK(bias.leftCols(20).isZero());
  CHECK(bias.middleCols(20, 20).isOnes());
  CHECK(bias.rightCols(40).isZero());
  CHECK(eigen(all["dense.bias"].value).isZero());
  CHECK(all.count() == 50 * 30 + 80 * (30 + 20 + 1) + 10 * 21);
}

TEST_CASE("the same seed gives the same weights, another seed others") {
  const auto weights = [](std::uint64_t seed) {
    const Sequential model({EmbeddingConfig{9, 4}, LstmConfig{.units = 5}}, seed);
    const auto values = model.parameters().values();
    return std::vector<float>(values.begin(), values.end());
  };
  CHECK(weights(7) == weights(7));
  CHECK(weights(7) != weights(8));
}
