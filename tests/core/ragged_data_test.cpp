// Data of unequal lengths: their weights, their parts, and what does not fit.
#include <doctest/doctest.h>

#include <algorithm>

#include "lstm/sequential.hpp"
#include "lstm/split.hpp"
#include "lstm/trainer.hpp"
#include "ragged.hpp"

using namespace lstm;
using namespace ragged;

TEST_CASE("weights of ragged steps are as long as these") {
  Sequential model(over_numbers({steps_of, DenseConfig{1}}), 7);
  model.compile({.loss = LossKind::mean_squared_error});
  const Tensor x = ragged_numbers(I), y{{N, T}, values(ragged_numbers(1)), lengths};
  Tensor w = y;
  std::ranges::transform(values(y), std::get<std::vector<float>>(w.data).begin(),
                         [](float value) { return value > 0 ? 0.0f : 2.0f; });
  double sum = 0;
  for (Index n = 0; n < N; ++n) {
    const Tensor its = alone(w, n);
    const Score one = model.evaluate(alone(x, n), alone(y, n), 32, &its);
    sum += one.loss_sum;
  }
  CHECK(model.evaluate(x, y, 3, &w).loss() == doctest::Approx(sum / all_steps));

  Tensor wrong = w;
  std::swap(wrong.lengths[0], wrong.lengths[1]);
  CHECK_THROWS_WITH_AS(model.evaluate(x, y, 32, &wrong),
                       "lstm: expected 5 steps in sampleWeight at [0], as in x, got 1",
                       std::invalid_argument);
}

TEST_CASE("ragged data are split by samples") {
  const auto [first, rest] = validation_split(ragged_numbers(I), 0.25);
  CHECK(first.shape == Shape{6, T, I});
  CHECK(first.lengths == std::vector<Index>{5, 1, 7, 7, 3, 2});
  CHECK(rest.lengths == std::vector<Index>{4, 6});
  std::vector<float> together = values(first);
  together.insert(together.end(), values(rest).begin(), values(rest).end());
  CHECK(together == values(ragged_numbers(I)));
}

TEST_CASE("lengths that don't fit are named with their place") {
  const auto refused = [](std::vector<LayerConfig> layers, const Tensor& x, const Tensor& y,
                          const char* why) {
    Sequential model(std::move(layers), 7);
    model.compile({.loss = LossKind::mean_squared_error});
    CHECK_THROWS_WITH_AS(model.evaluate(x, y), why, std::invalid_argument);
  };
  const Tensor x = ragged_numbers(I), y{{N, T}, values(ragged_numbers(1)), lengths};
  Tensor other = y, empty = x, many = x;
  std::swap(other.lengths[2], other.lengths[4]);
  empty.lengths[1] = 0;
  many.lengths.push_back(1);
  const auto layers = over_numbers({steps_of, DenseConfig{1}});
  refused(layers, x, other, "lstm: expected 7 steps in y at [2], as in x, got 3");
  refused(layers, empty, y, "lstm: expected 1 to 7 steps in x, got 0 at [1]");
  refused(layers, many, y, "lstm: expected 8 lengths in x, got 9");
  refused(layers, padded(x), y, "lstm: expected 7 steps in y at [0], as in x, got 5");
  refused(over_numbers({last_of, DenseConfig{1}}), x, y,
          "lstm: expected y of shape [8], got [8, 7] of unequal lengths");
  refused({DenseConfig{.units = 1, .input_features = T}}, y, y,
          "lstm: expected x of shape [N, 7] in dense, got [8, 7] of unequal lengths");
  LstmConfig fixed = steps_of;
  fixed.input_features = I;
  fixed.input_time = T;
  refused({fixed, DenseConfig{1}}, x, y, "lstm: expected 7 steps in lstm, got 5 at [0] of x");
}

TEST_CASE("what is padding by its value needs neither target nor weight") {
  Sequential model({EmbeddingConfig{V, I, true}, LstmConfig{.units = 3, .return_sequences = true},
                    DenseConfig{1, ActivationKind::sigmoid}},
                   7);
  model.compile({.loss = LossKind::binary_crossentropy});
  const Tensor x{{2, 3}, std::vector<Token>{1, 2, 3, 4, 5, 0}};
  const Tensor whole{{2, 3}, std::vector<float>{0, 1, 1, 0, 1, 0}};
  const Tensor given{{2, 3}, std::vector<float>{0, 1, 1, 0, 1}, {3, 2}};
  const Tensor weights{{2, 3}, std::vector<float>{1, 2, 1, 3, 1}, {3, 2}};
  const Tensor all_weights{{2, 3}, std::vector<float>{1, 2, 1, 3, 1, 7}};
  CHECK(model.evaluate(x, given).loss() == model.evaluate(x, whole).loss());
  CHECK(model.evaluate(x, given, 32, &weights).loss() ==
        model.evaluate(x, whole, 32, &all_weights).loss());
  const FitConfig by_class{.class_weight = {{1, 2.0f}}};
  CHECK_NOTHROW(training_data(model, x, given, nullptr, by_class));
  const Tensor short_one{{2, 3}, std::vector<float>{0, 1, 0, 1, 0}, {2, 3}};
  CHECK_THROWS_WITH_AS(training_data(model, x, short_one, nullptr, by_class),
                       "lstm: expected 3 steps in y at [0], as in x, got 2", std::invalid_argument);
}
