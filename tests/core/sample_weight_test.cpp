// Weights of samples, of their steps, and of classes; metrics over batches.
#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "learning/class_weights.hpp"
#include "lstm/sequential.hpp"

using namespace lstm;

namespace {

const Tensor x{{3, 2}, std::vector<Token>{1, 0, 0, 1, 1, 1}};
const Tensor y_last{{3}, std::vector<float>{1, 0, 1}};
const Tensor y_steps{{3, 2}, std::vector<float>{1, 0, 0, 1, 1, 1}};

Sequential binary_model(bool sequences) {
  Sequential model({EmbeddingConfig{2, 2}, LstmConfig{.units = 3, .return_sequences = sequences},
                    DenseConfig{1, ActivationKind::sigmoid}},
                   7);
  model.compile({.loss = LossKind::binary_crossentropy,
                 .optimizer = {.learning_rate = 0.1f},
                 .metrics = {.accuracy = true, .mse = true, .mae = true}});
  return model;
}

Tensor weights(Shape shape, std::vector<float> values) {
  return {std::move(shape), std::move(values)};
}

// Sample n of a tensor whose first axis is the samples.
Tensor one(const Tensor& tensor, Index n) {
  Tensor result{tensor.shape, {}};
  result.shape[0] = 1;
  const Index size = result.size();
  std::visit(
      [&](const auto& data) {
        const auto from = data.begin() + n * size;
        result.data = std::vector(from, from + size);
      },
      tensor.data);
  return result;
}

const std::vector<float>& values(const Tensor& tensor) {
  return std::get<std::vector<float>>(tensor.data);
}

}  // namespace

TEST_CASE("a sample's weight multiplies its loss, whatever the batch") {
  for (const bool sequences : {false, true}) {
    Sequential model = binary_model(sequences);
    const Tensor& y = sequences ? y_steps : y_last;
    const Tensor w = weights({3}, {2, 0, 0.5f});
    double expected = 0;
    for (Index n = 0; n < 3; ++n) {
      expected +=
          values(w)[static_cast<std::size_t>(n)] * model.evaluate(one(x, n), one(y, n)).loss() / 3;
    }
    CHECK(model.evaluate(x, y, 32, &w).loss() == doctest::Approx(expected));
    CHECK(model.evaluate(x, y, 2, &w).loss() == doctest::Approx(expected));
    CHECK(model.evaluate(x, y, 2, &w).count == (sequences ? 6 : 3));
    CHECK(model.evaluate(x, y, 2, &w).measured == (sequences ? 4 : 2));
  }
}

TEST_CASE("one weight a sample is that weight at each of its steps") {
  Sequential model = binary_model(true), same = binary_model(true), other = binary_model(true);
  const Tensor by_sample = weights({3}, {2, 0, 0.5f}),
               by_step = weights({3, 2}, {2, 2, 0, 0, 0.5f, 0.5f});
  const Tensor reversed = weights({3, 2}, {0.5f, 0.5f, 0, 0, 2, 2});
  model.train_on_batch(x, y_steps, &by_sample);
  same.train_on_batch(x, y_steps, &by_step);
  other.train_on_batch(x, y_steps, &reversed);
  CHECK(values(model.predict(x)) == values(same.predict(x)));
  CHECK(values(model.predict(x)) != values(other.predict(x)));
}

TEST_CASE("a sample of weight 0 teaches nothing, and weights of 1 are none") {
  Sequential weighted = binary_model(false), ones = binary_model(false),
             plain = binary_model(false);
  const Tensor w = weights({3}, {0, 1, 0}), all = weights({3}, {1, 1, 1});
  Tensor other_x = x;
  std::get<std::vector<Token>>(other_x.data)[0] = 0;
  Sequential same = binary_model(false);
  weighted.train_on_batch(x, y_last, &w);
  same.train_on_batch(other_x, y_last, &w);
  CHECK(values(weighted.predict(x)) == values(same.predict(x)));
  ones.train_on_batch(x, y_last, &all);
  plain.train_on_batch(x, y_last);
  CHECK(values(ones.predict(x)) == values(plain.predict(x)));
}

TEST_CASE("metrics of batches add up, and follow from the predictions") {
  Sequential model = binary_model(true);
  const auto p = values(model.predict(x));
  const auto& y = values(y_steps);
  double correct = 0, squared = 0, absolute = 0;
  for (std::size_t n = 0; n < 6; ++n) {
    correct += (p[n] > 0.5f) == (y[n] > 0.5f);
    squared += std::pow(p[n] - y[n], 2);
    absolute += std::abs(p[n] - y[n]);
  }
  const Score score = model.evaluate(x, y_steps, 2);
  CHECK(score.accuracy() == doctest::Approx(correct / 6));
  CHECK(score.mse() == doctest::Approx(squared / 6));
  CHECK(score.mae() == doctest::Approx(absolute / 6));
  model.compile({.loss = LossKind::binary_crossentropy});
  CHECK(model.evaluate(x, y_steps).squared == 0);  // not asked for
  CHECK(model.evaluate(x, y_steps).correct == 0);
}

TEST_CASE("weights that do not fit are refused") {
  Sequential last = binary_model(false), steps = binary_model(true);
  const auto refused = [](Sequential& model, const Tensor& y, const Tensor& w,
                          const char* message) {
    CHECK_THROWS_WITH_AS(model.evaluate(x, y, 32, &w), message, std::invalid_argument);
  };
  refused(last, y_last, weights({3, 2}, {1, 1, 1, 1, 1, 1}),
          "lstm: expected sampleWeight of shape [3], got [3, 2]");
  refused(steps, y_steps, weights({2}, {1, 1}),
          "lstm: expected sampleWeight of shape [3] or [3, 2], got [2]");
  refused(steps, y_steps, weights({3, 2}, {1, 1, 1, std::nanf(""), 1, 1}),
          "lstm: expected finite numbers in sampleWeight, got nan at [1, 1]");
  refused(last, y_last, weights({3}, {1, 1}),
          "lstm: expected 3 elements in sampleWeight of shape [3], got 2");
}

TEST_CASE("class weights become sample weights by each target's class") {
  const std::map<Token, float> weight_of{{0, 0.5f}, {2, 3.0f}};
  const auto sparse = class_weights(LossKind::sparse_categorical_crossentropy,
                                    {{2, 2}, std::vector<Token>{2, 1, 0, 2}}, weight_of);
  CHECK(sparse.shape == Shape{2, 2});
  CHECK(values(sparse) == std::vector<float>{3, 1, 0.5f, 3});
  const auto categorical =
      class_weights(LossKind::categorical_crossentropy,
                    {{2, 3}, std::vector<float>{0.1f, 0.2f, 0.7f, 1, 0, 0}}, weight_of);
  CHECK(categorical.shape == Shape{2});
  CHECK(values(categorical) == std::vector<float>{3, 0.5f});
  const auto binary = class_weights(LossKind::binary_crossentropy,
                                    {{1, 3, 1}, std::vector<float>{1, 0, 0.9f}}, {{1, 4.0f}});
  CHECK(binary.shape == Shape{1, 3});
  CHECK(values(binary) == std::vector<float>{4, 1, 4});

  Sequential model = binary_model(false);  // targets [N, 1] give weights [N, 1]
  const Tensor column{{3, 1}, values(y_last)};
  const Tensor w = class_weights(LossKind::binary_crossentropy, column, {{1, 2.0f}});
  const Tensor by_hand = weights({3}, {2, 1, 2});
  CHECK(model.evaluate(x, column, 32, &w).loss() == model.evaluate(x, y_last, 32, &by_hand).loss());
}

TEST_CASE("class weights without classes are refused") {
  const auto refused = [](LossKind loss, const Tensor& y, const std::map<Token, float>& weight_of,
                          const char* message) {
    CHECK_THROWS_WITH_AS(class_weights(loss, y, weight_of), message, std::invalid_argument);
  };
  refused(LossKind::mean_squared_error, y_last, {},
          "lstm: expected a cross-entropy loss for classWeight, got 'meanSquaredError'");
  refused(LossKind::binary_crossentropy, {{1, 1, 2}, std::vector<float>(2)}, {},
          "lstm: expected one class a row in y for classWeight, got shape [1, 1, 2]");
  refused(LossKind::categorical_crossentropy, y_last, {},
          "lstm: expected one class a row in y for classWeight, got shape [3]");
  refused(LossKind::binary_crossentropy, y_last, {{-1, 1.0f}},
          "lstm: expected classes of 0 or more in classWeight, got -1");
  refused(LossKind::binary_crossentropy, y_last, {{1, std::nanf("")}},
          "lstm: expected finite weights in classWeight, got nan of class 1");
}

TEST_CASE("accuracy wants a cross-entropy, and the categorical ones a softmax") {
  Sequential linear({DenseConfig{.units = 2, .input_features = 1}});
  CHECK_THROWS_WITH_AS(
      linear.compile({.loss = LossKind::mean_absolute_error, .metrics = {.accuracy = true}}),
      "lstm: expected a cross-entropy loss for metric 'accuracy', got 'meanAbsoluteError'",
      std::invalid_argument);
  CHECK_THROWS_WITH_AS(linear.compile({.loss = LossKind::categorical_crossentropy}),
                       "lstm: expected activation 'softmax' in the last layer for loss "
                       "'categoricalCrossentropy'",
                       std::invalid_argument);
  linear.compile({.loss = LossKind::mean_absolute_error, .metrics = {.mse = true, .mae = true}});
}
