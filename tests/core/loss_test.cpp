#include "lstm/loss.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace lstm;

namespace {

struct Scored {
  Score score;
  std::vector<float> gradient;
};

Scored scored(LossKind kind, Index rows, std::vector<float> outputs, std::vector<float> values,
              std::vector<Token> labels = {}) {
  const Index cols = static_cast<Index>(outputs.size()) / rows;
  std::vector<float> d(outputs.size());
  const Targets targets{{values.data(), rows, cols}, labels};
  const Score result = score(kind, View{outputs.data(), rows, cols}, targets, rows,
                             {d.data(), rows, cols});
  return {result, d};
}

}  // namespace

TEST_CASE("undecided logits cost log 2 a bit and log K a class") {
  const auto binary = scored(LossKind::binary_crossentropy, 4, {0, 0, 0, 0}, {0, 1, 1, 0});
  CHECK(binary.score.loss() == doctest::Approx(std::log(2.0)));
  CHECK(binary.gradient[0] == doctest::Approx(0.5 / 4));
  CHECK(binary.gradient[1] == doctest::Approx(-0.5 / 4));
  const auto sparse =
      scored(LossKind::sparse_categorical_crossentropy, 1, {1, 1, 1, 1, 1}, {}, {2});
  CHECK(sparse.score.loss() == doctest::Approx(std::log(5.0)));
  CHECK(sparse.gradient[2] == doctest::Approx(0.2 - 1));
}

TEST_CASE("cross-entropies of huge logits are finite: the logit itself where it is wrong") {
  const auto binary = scored(LossKind::binary_crossentropy, 2, {1000, -1000}, {0, 0});
  CHECK(binary.score.loss() == doctest::Approx(500));
  CHECK(std::abs(binary.gradient[1]) < 1e-6);
  const auto sparse =
      scored(LossKind::sparse_categorical_crossentropy, 2, {1000, 0, 1000, 0}, {}, {0, 1});
  CHECK(sparse.score.loss() == doctest::Approx(500));
}

TEST_CASE("a NaN among the logits makes the loss NaN, wherever it stands") {
  const float nan = std::nanf("");
  for (std::size_t at = 0; at < 9; ++at) {
    std::vector<float> logits(9, 0.5f);
    logits[at] = nan;
    CHECK(std::isnan(
        scored(LossKind::sparse_categorical_crossentropy, 1, logits, {}, {4}).score.loss()));
  }
  CHECK(std::isnan(scored(LossKind::binary_crossentropy, 1, {nan, 0}, {0, 0}).score.loss()));
}

TEST_CASE("accuracy counts thresholds and largest logits; several outputs a row are averaged") {
  CHECK(scored(LossKind::binary_crossentropy, 4, {1, -1, 2, 3}, {1, 1, 1, 0}).score.accuracy() ==
        doctest::Approx(0.5));
  CHECK(scored(LossKind::binary_crossentropy, 2, {1, -1, 2, 3}, {1, 1, 1, 1}).score.accuracy() ==
        doctest::Approx(0.75));
  CHECK(scored(LossKind::sparse_categorical_crossentropy, 2, {0, 3, 1, 5, 1, 1}, {}, {1, 2})
            .score.accuracy() == doctest::Approx(0.5));
  // Of equally large logits, the first is the answer.
  CHECK(scored(LossKind::sparse_categorical_crossentropy, 2, {7, 7, 1, 7, 7, 1}, {}, {0, 1})
            .score.accuracy() == doctest::Approx(0.5));
}

TEST_CASE("squared error is the mean over rows and columns") {
  const auto squared = scored(LossKind::mean_squared_error, 2, {1, 2, 3, 4}, {1, 0, 0, 4});
  CHECK(squared.score.loss() == doctest::Approx((4 + 9) / 4.0));
  CHECK(squared.gradient[1] == doctest::Approx(2 * 2 / 4.0));
}

TEST_CASE("scores of batches of different sizes add up to the score of all") {
  auto all = scored(LossKind::mean_squared_error, 3, {1, 2, 3}, {0, 0, 0}).score;
  auto parts = scored(LossKind::mean_squared_error, 2, {1, 2}, {0, 0}).score;
  parts += scored(LossKind::mean_squared_error, 1, {3}, {0}).score;
  CHECK(parts.loss() == doctest::Approx(all.loss()));
  CHECK(parts.count == 3);
}
