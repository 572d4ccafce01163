// Data are looked at before the first step: what counts must be numbers, and within the loss's
// range.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "graph/network.hpp"
#include "lstm/sequential.hpp"
#include "lstm/trainer.hpp"

using namespace lstm;

namespace {

const float none = std::numeric_limits<float>::quiet_NaN();
const float infinite = std::numeric_limits<float>::infinity();

Sequential model_for(LossKind loss, ActivationKind head, Index units, bool every_step = false) {
  Sequential model(
      {MaskingConfig{.mask_value = -9, .input_features = 2},
       LstmConfig{.units = 3, .return_sequences = every_step}, DenseConfig{units, head}},
      7);
  model.compile({.loss = loss});
  return model;
}
Sequential squared(bool every_step = false) {
  return model_for(LossKind::mean_squared_error, ActivationKind::linear, 1, every_step);
}

// [2, 3, 2]
Tensor inputs() { return {{2, 3, 2}, std::vector<float>{1, 2, 3, 4, 5, 6, 0, 1, 0, 2, 0, 3}}; }

template <class Error>
void check_refused(Sequential model, const Tensor& x, const Tensor& y, const char* why) {
  const auto weights = model.parameters().values();
  const std::vector<float> before(weights.begin(), weights.end());
  CHECK_THROWS_WITH_AS(model.train_on_batch(x, y), why, Error);
  CHECK_THROWS_WITH_AS(model.evaluate(x, y), why, Error);
  CHECK_THROWS_WITH_AS(Trainer(model, model.dataset(x, y), {}, {}), why, Error);
  CHECK(std::ranges::equal(before, weights));
}

Tensor with(Tensor tensor, std::size_t at, float value) {
  std::get<std::vector<float>>(tensor.data)[at] = value;
  return tensor;
}

}  // namespace

TEST_CASE("numbers that are none are named with their place") {
  const Tensor x = inputs(), y{{2}, std::vector<float>{1, 2}};
  check_refused<std::invalid_argument>(squared(), with(x, 9, none), y,
                                       "lstm: expected finite numbers in x, got nan at [1, 1, 1]");
  check_refused<std::invalid_argument>(squared(), with(x, 0, -infinite), y,
                                       "lstm: expected finite numbers in x, got -inf at [0, 0, 0]");
  check_refused<std::invalid_argument>(squared(), x, with(y, 1, none),
                                       "lstm: expected finite numbers in y, got nan at [1]");
  Sequential model = squared();
  CHECK_THROWS_WITH_AS(model.predict(with(x, 9, none)),
                       "lstm: expected finite numbers in x, got nan at [1, 1, 1]",
                       std::invalid_argument);
  const Tensor ragged{{2, 2, 2}, std::vector<float>{1, 2, 3, 4, 5, none}, {2, 1}};
  CHECK_THROWS_WITH_AS(model.predict(ragged),
                       "lstm: expected finite numbers in x, got nan at [1, 0, 1]",
                       std::invalid_argument);
}

TEST_CASE("targets of the binary cross-entropy are 0 ... 1") {
  const auto binary = [] {
    return model_for(LossKind::binary_crossentropy, ActivationKind::sigmoid, 1);
  };
  const Tensor y{{2}, std::vector<float>{0, 1}};
  check_refused<std::out_of_range>(binary(), inputs(), with(y, 1, 2),
                                   "lstm: expected y in 0 ... 1, got 2 at [1]");
  check_refused<std::out_of_range>(binary(), inputs(), with(y, 0, -1),
                                   "lstm: expected y in 0 ... 1, got -1 at [0]");
  CHECK_NOTHROW(binary().evaluate(inputs(), with(y, 1, 0.5f)));
}

TEST_CASE("targets of the categorical cross-entropy are distributions") {
  const auto categorical = [] {
    return model_for(LossKind::categorical_crossentropy, ActivationKind::softmax, 3);
  };
  const Tensor y{{2, 3}, std::vector<float>{0, 1, 0, 0.2f, 0.3f, 0.5f}};
  CHECK_NOTHROW(categorical().evaluate(inputs(), y));
  check_refused<std::out_of_range>(categorical(), inputs(), with(y, 1, 0),
                                   "lstm: expected shares of 0 ... 1 in y whose sum is 1, got a "
                                   "sum of 0 at [0]");
  check_refused<std::out_of_range>(categorical(), inputs(), with(y, 0, 1),
                                   "lstm: expected shares of 0 ... 1 in y whose sum is 1, got a "
                                   "sum of 2 at [0]");
  check_refused<std::out_of_range>(categorical(), inputs(), with(y, 3, -1),
                                   "lstm: expected shares of 0 ... 1 in y, got -1 at [1, 0]");
}

TEST_CASE("classes are those that the model has") {
  const auto sparse = [] {
    return model_for(LossKind::sparse_categorical_crossentropy, ActivationKind::softmax, 3);
  };
  const Tensor y{{2}, std::vector<float>{0, 2}};
  check_refused<std::out_of_range>(sparse(), inputs(), with(y, 1, 3),
                                   "lstm: expected classes below 3 in y, got 3 at [1]");
  check_refused<std::out_of_range>(sparse(), inputs(), with(y, 0, -100),
                                   "lstm: expected classes of 0 or more in y, got -100 at [0]");
  check_refused<std::invalid_argument>(sparse(), inputs(), with(y, 0, none),
                                       "lstm: expected whole numbers in y, got nan at [0]");
}

TEST_CASE("what is masked or weighs nothing may hold anything") {
  Tensor x = inputs();
  for (const std::size_t at : {2, 3, 10, 11}) x = with(x, at, -9);  // [0, 1] and [1, 2] are padding
  const auto loss_of = [&](Sequential model, const Tensor& y, const Tensor* w) {
    const double loss = model.evaluate(x, y, 32, w).loss();
    CHECK(model.train_on_batch(x, y, w).loss() == loss);
    CHECK(std::isfinite(model.evaluate(x, y, 32, w).loss()));
    return loss;
  };
  const auto steps = [&](float at_padding, float unweighted, const Tensor* w) {
    Tensor y{{2, 3}, std::vector<float>{0, at_padding, 1, unweighted, 1, at_padding}};
    return std::array{
        loss_of(squared(true), y, w),
        loss_of(model_for(LossKind::binary_crossentropy, ActivationKind::sigmoid, 1, true), y, w),
        loss_of(
            model_for(LossKind::sparse_categorical_crossentropy, ActivationKind::softmax, 2, true),
            y, w)};
  };
  const Tensor w{{2, 3}, std::vector<float>{1, 1, 2, 0, 1, 1}};
  CHECK(steps(-100, -1, &w) == steps(0, 0, &w));
  CHECK(steps(none, infinite, &w) == steps(0, 0, &w));
  CHECK(steps(none, 1, nullptr) == steps(0, 1, nullptr));
  CHECK_THROWS_AS(steps(0, none, nullptr), std::invalid_argument);
}

TEST_CASE("a sample that weighs nothing may be anything") {
  const Tensor y{{2}, std::vector<float>{1, 2}}, w{{2}, std::vector<float>{1, 0}};
  const auto learned = [&](const Tensor& x, const Tensor& targets) {
    Sequential model = squared();
    model.train_on_batch(x, targets, &w);
    const auto weights = model.parameters().values();
    return std::vector<float>(weights.begin(), weights.end());
  };
  CHECK(learned(with(inputs(), 7, none), with(y, 1, infinite)) == learned(with(inputs(), 7, 0), y));

  Sequential tokens({EmbeddingConfig{3, 2}, LstmConfig{.units = 3}, DenseConfig{1}}, 7);
  tokens.compile({.loss = LossKind::mean_squared_error});
  const Tensor known{{2, 2}, std::vector<float>{1, 2, 0, 0}};
  Tensor unknown = with(with(known, 2, -1), 3, 0.5f);
  CHECK(tokens.evaluate(unknown, y, 32, &w).loss() == tokens.evaluate(known, y, 32, &w).loss());
  CHECK_THROWS_AS(tokens.evaluate(unknown, y), std::invalid_argument);
}

TEST_CASE("masks of what reads from the end are where its outputs are") {
  Sequential model(
      {EmbeddingConfig{4, 2, true},
       LstmConfig{.units = 3, .return_sequences = true, .go_backwards = true}, DenseConfig{1}},
      7);
  model.compile({.loss = LossKind::mean_squared_error});
  const Tensor x{{1, 3}, std::vector<Token>{1, 2, 0}};  // its first output is of the padding
  CHECK_NOTHROW(model.evaluate(x, {{1, 3}, std::vector<float>{none, 1, 2}}));
  CHECK_THROWS_AS(model.evaluate(x, {{1, 3}, std::vector<float>{1, 2, none}}),
                  std::invalid_argument);
}

TEST_CASE("a loss that is not finite is an error of evaluate") {
  Sequential model = squared();
  const Tensor y{{2}, std::vector<float>{1, 2}};
  for (float& weight : model.parameters().values()) weight = 1e38f;
  CHECK_THROWS_WITH_AS(model.evaluate(inputs(), y), "lstm: expected a finite loss, got inf",
                       std::runtime_error);
}

TEST_CASE("data that are not scaled are noticed") {
  const Tensor x = inputs(), y{{2}, std::vector<float>{1, 2}};
  Sequential model = squared();
  const auto words = [&](const Tensor& in, const Tensor& out) {
    return model.dataset(in, out).unscaled(model.network(), 1);
  };
  CHECK(words(x, y) == "");
  CHECK(words(with(x, 0, 400), y).starts_with("lstm: the standard deviation of x is 1"));
  CHECK(words(with(x, 6, 400), y) == "");  // not of the first batch
  CHECK(model.dataset(x, with(y, 1, 200))
            .unscaled(model.network(), 2)
            .starts_with("lstm: the standard deviation of y is 99.5 "));
  const Tensor large{{2}, std::vector<float>{0, 1000}};
  Sequential classes({EmbeddingConfig{2000, 2}, LstmConfig{.units = 3},
                      DenseConfig{2000, ActivationKind::softmax}},
                     7);
  classes.compile({.loss = LossKind::sparse_categorical_crossentropy});
  CHECK(classes.dataset({{2, 1}, std::vector<Token>{3, 1999}}, large)
            .unscaled(classes.network(), 2) == "");

  Tensor padded = x;  // -9 is padding
  for (const std::size_t at : {4, 5, 10, 11}) padded = with(padded, at, -9);
  Sequential far({MaskingConfig{.mask_value = -9, .input_features = 2},
                  LstmConfig{.units = 3, .return_sequences = true}, DenseConfig{1}},
                 7);
  far.compile({.loss = LossKind::mean_squared_error});
  const Tensor filled{{2, 3}, std::vector<float>{1, 2, 1e6f, 1, 1e6f, -1e6f}};
  const Tensor w{{2, 3}, std::vector<float>{1, 1, 1, 1, 0, 1}};
  CHECK(far.dataset(padded, filled, &w).unscaled(far.network(), 2) == "");
  CHECK(far.dataset(padded, filled).unscaled(far.network(), 2) != "");
  const Tensor only_first{{2}, std::vector<float>{1, 0}};
  CHECK(model.dataset(with(x, 7, 1e6f), y, &only_first).unscaled(model.network(), 2) == "");
}
