#include "lstm/loss.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

using namespace lstm;

namespace {

struct Scored {
  Score score;
  std::vector<float> gradient;
};

Scored scored(LossKind kind, Index rows, std::vector<float> outputs, std::vector<float> values,
              std::vector<Token> labels = {}, std::vector<float> weights = {}, Index masked = 0) {
  const Index cols = static_cast<Index>(outputs.size()) / rows;
  std::vector<float> d(outputs.size());
  const Targets targets{{values.data(), rows, cols}, labels, weights, masked};
  const Score result =
      score(kind, View{outputs.data(), rows, cols}, targets, static_cast<double>(rows - masked),
            {d.data(), rows, cols}, {.accuracy = true, .mse = true, .mae = true});
  return {result, d};
}

constexpr auto every_kind = {LossKind::binary_crossentropy, LossKind::categorical_crossentropy,
                             LossKind::sparse_categorical_crossentropy,
                             LossKind::mean_squared_error, LossKind::mean_absolute_error};

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

TEST_CASE("absolute error is the mean over rows and columns, and has no slope where it is 0") {
  const auto absolute = scored(LossKind::mean_absolute_error, 2, {1, 2, 3, 4}, {1, 0, 5, 1});
  CHECK(absolute.score.loss() == doctest::Approx((2 + 2 + 3) / 4.0));
  CHECK(absolute.gradient == std::vector<float>{0, 0.25f, -0.25f, 0.25f});
}

TEST_CASE(
    "the categorical cross-entropy of one class is the sparse one; of soft targets, their mean") {
  const std::vector<float> logits{0.5f, -1, 2, 1, 1, -3};
  const auto sparse = scored(LossKind::sparse_categorical_crossentropy, 2, logits, {}, {2, 0});
  const auto dense = scored(LossKind::categorical_crossentropy, 2, logits, {0, 0, 1, 1, 0, 0});
  CHECK(dense.score.loss() == doctest::Approx(sparse.score.loss()));
  CHECK(dense.score.accuracy() == sparse.score.accuracy());
  CHECK(dense.score.mse() == doctest::Approx(sparse.score.mse()));
  CHECK(dense.score.mae() == doctest::Approx(sparse.score.mae()));
  for (std::size_t n = 0; n < logits.size(); ++n) {
    CHECK(dense.gradient[n] == doctest::Approx(sparse.gradient[n]));
  }
  const auto soft = scored(LossKind::categorical_crossentropy, 1, {0, 0}, {0.25f, 0.75f});
  CHECK(soft.score.loss() == doctest::Approx(std::log(2.0)));
  CHECK(soft.gradient[0] == doctest::Approx(0.25));
  const auto huge = scored(LossKind::categorical_crossentropy, 1, {1000, 0}, {0, 1});
  CHECK(huge.score.loss() == doctest::Approx(1000));
}

TEST_CASE("a weight multiplies a row's loss and gradient; the mean is over the rows") {
  const std::vector<float> outputs{1, 2, -3, 4}, values{0, 1, 1, 0}, weights{2, 0.5f};
  for (const auto kind : every_kind) {
    const std::vector<Token> labels{1, 0};
    const auto plain = scored(kind, 2, outputs, values, labels);
    const auto first = scored(kind, 1, {1, 2}, {0, 1}, {1}).score;
    const auto second = scored(kind, 1, {-3, 4}, {1, 0}, {0}).score;
    const auto weighted = scored(kind, 2, outputs, values, labels, weights);
    CHECK(weighted.score.loss() == doctest::Approx((2 * first.loss() + 0.5 * second.loss()) / 2));
    for (std::size_t n = 0; n < 4; ++n) {
      CHECK(weighted.gradient[n] == doctest::Approx(plain.gradient[n] * weights[n / 2]));
    }
    CHECK(weighted.score.accuracy() == plain.score.accuracy());  // unweighted, as Keras's metrics
    CHECK(weighted.score.mse() == plain.score.mse());
  }
}

TEST_CASE("a row of weight 0 may hold anything; masked out, it is not even counted") {
  const float nan = std::nanf("");
  const std::vector<float> outputs{nan, nan, -3, 4}, values{nan, nan, 1, 0}, weights{0, 1};
  for (const auto kind : every_kind) {
    const auto alone = scored(kind, 1, {-3, 4}, {1, 0}, {0});
    const auto counted = scored(kind, 2, outputs, values, {0, 0}, weights);
    const auto masked = scored(kind, 2, outputs, values, {0, 0}, weights, 1);
    CHECK(counted.score.loss() == doctest::Approx(alone.score.loss() / 2));
    CHECK(masked.score.loss() == alone.score.loss());
    CHECK(counted.score.count == 2);
    CHECK(masked.score.count == 1);
    for (const auto& one : {counted, masked}) {
      CHECK(one.score.measured == 1);
      CHECK(one.score.accuracy() == alone.score.accuracy());
      CHECK(one.score.mae() == alone.score.mae());
      CHECK(one.gradient[0] == 0);
      CHECK(one.gradient[1] == 0);
    }
    for (std::size_t n = 0; n < 2; ++n) CHECK(masked.gradient[2 + n] == alone.gradient[n]);
  }
  const auto none = scored(LossKind::mean_squared_error, 1, {nan}, {0}, {}, {0}, 1);
  CHECK(none.score.loss() == 0);
  CHECK(none.score.mse() == 0);
}

TEST_CASE("mse and mae compare predictions, after the head, with targets") {
  const auto binary = scored(LossKind::binary_crossentropy, 2, {0, 0}, {1, 0.75f}).score;
  CHECK(binary.mse() == doctest::Approx((0.25 + 0.0625) / 2));
  CHECK(binary.mae() == doctest::Approx((0.5 + 0.25) / 2));
  const auto sparse = scored(LossKind::sparse_categorical_crossentropy, 1, {0, 0}, {}, {1}).score;
  CHECK(sparse.mse() == doctest::Approx(0.25));
  CHECK(sparse.mae() == doctest::Approx(0.5));
  const auto absolute = scored(LossKind::mean_absolute_error, 2, {1, 2, 3, 4}, {1, 0, 5, 1}).score;
  CHECK(absolute.mse() == doctest::Approx((4 + 4 + 9) / 4.0));
  CHECK(absolute.mae() == doctest::Approx(absolute.loss()));
}

TEST_CASE("categorical accuracy compares the first of the largest") {
  CHECK(scored(LossKind::categorical_crossentropy, 3, {7, 7, 1, 7, 7, 1, 0, 0, 2},
               {1, 0, 0, 0, 1, 0, 0.2f, 0.3f, 0.5f})
            .score.accuracy() == doctest::Approx(2 / 3.0));
}

TEST_CASE("metrics are asked for, and given back, by name") {
  Metrics metrics;
  metrics.add("mae");
  metrics.add("accuracy");
  CHECK_THROWS_WITH_AS(
      metrics.add("auc"),
      "lstm: expected metrics among 'accuracy', 'mse', 'mae', 'editDistance', got 'auc'",
      std::invalid_argument);
  const Score score{
      .loss_sum = 3, .count = 4, .correct = 1, .squared = 9, .absolute = 5, .measured = 2};
  Scores scores;
  scores.each().front() = score;
  CHECK(names_of_logs(metrics, std::vector<std::string>{"a"}) ==
        std::vector<std::string>{"loss", "accuracy", "mae"});
  CHECK(logs_of(scores, metrics) == std::vector<double>{0.75, 0.5, 2.5});
}
