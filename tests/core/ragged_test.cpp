// Sequences of unequal lengths: each gives what it gives alone, and teaches as much.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "graph/network.hpp"
#include "lstm/sequential.hpp"
#include "lstm/split.hpp"
#include "lstm/trainer.hpp"
#include "pool.hpp"

using namespace lstm;

namespace {

constexpr Index V = 6, I = 3;
const std::vector<Index> lengths{5, 1, 7, 7, 3, 2, 4, 6};
constexpr Index N = 8, T = 7, all_steps = 35;

// Numbers [N, T, F], or whole ones 1 ... V - 1 [N, T].
Tensor ragged_numbers(Index F, std::uint64_t seed = 3) {
  Random random(seed);
  std::vector<float> values(static_cast<std::size_t>(all_steps * F));
  for (float& value : values) value = random.normal();
  return {{N, T, F}, values, lengths};
}
Tensor ragged_tokens() {
  Random random(4);
  std::vector<Token> tokens(all_steps);
  for (Token& token : tokens) token = 1 + static_cast<Token>(random.below(V - 1));
  return {{N, T}, tokens, lengths};
}

// Sample n alone, [1, L, ...].
Tensor alone(const Tensor& tensor, Index n) {
  const Steps steps(tensor);
  Tensor one{tensor.shape, {}};
  one.shape[0] = 1;
  one.shape[1] = steps.length(n);
  std::visit(
      [&](const auto& data) {
        const auto row = static_cast<Index>(data.size()) / steps.total();
        const auto first = data.begin() + steps.begin(n) * row;
        one.data = std::vector(first, first + steps.length(n) * row);
      },
      tensor.data);
  return one;
}

// All of it, [N, T, ...], zeros where there are no steps.
Tensor padded(const Tensor& tensor) {
  Tensor all{tensor.shape, {}};
  std::visit(
      [&]<class Data>(const Data& data) {
        const Steps steps(tensor);
        const auto row = static_cast<Index>(data.size()) / steps.total();
        Data result(static_cast<std::size_t>(all.size()));
        for (Index n = 0; n < N; ++n) {
          std::copy_n(data.begin() + steps.begin(n) * row, steps.length(n) * row,
                      result.begin() + n * T * row);
        }
        all.data = std::move(result);
      },
      tensor.data);
  return all;
}

const std::vector<float>& values(const Tensor& tensor) {
  return std::get<std::vector<float>>(tensor.data);
}

void check_close(std::span<const float> got, std::span<const float> expected) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t n = 0; n < got.size(); ++n) {
    CHECK(std::abs(got[n] - expected[n]) <= 1e-6f * std::max(1.0f, std::abs(expected[n])));
  }
}

const LstmConfig steps_of{.units = 5, .return_sequences = true};
const LstmConfig last_of{.units = 4};
LstmConfig turned(LstmConfig config) {
  config.go_backwards = true;
  return config;
}
LstmConfig carrying(LstmConfig config) {
  config.stateful = true;
  return config;
}

// The layers, over numbers of I features.
std::vector<LayerConfig> over_numbers(std::vector<LayerConfig> layers) {
  layers.insert(layers.begin(), MaskingConfig{.mask_value = 1e9f, .input_features = I});
  return layers;
}
std::vector<LayerConfig> over_tokens(std::vector<LayerConfig> layers) {
  layers.insert(layers.begin(), EmbeddingConfig{V, I});
  return layers;
}

void check_alone(const std::vector<LayerConfig>& layers, const Tensor& x,
                 std::shared_ptr<Pool> pool = nullptr) {
  Sequential model(layers, 5, pool);
  for (const Index batch_size : {Index{8}, Index{3}}) {
    const Tensor y = model.predict(x, batch_size);
    const bool every_step = model.network().output().sequence;
    CHECK(y.lengths == (every_step ? lengths : std::vector<Index>{}));
    const Steps steps = every_step ? Steps(y) : Steps(N, 1);
    const Index K = y.shape.back();
    for (Index n = 0; n < N; ++n) {
      model.reset_states();
      const Tensor one = model.predict(alone(x, n));
      check_close(std::span(values(y)).subspan(static_cast<std::size_t>(steps.begin(n) * K),
                                               static_cast<std::size_t>(steps.length(n) * K)),
                  values(one));
    }
    model.reset_states();
  }
}

}  // namespace

TEST_CASE("a sequence gives the same alone, in a batch, and beside longer ones") {
  const Tensor numbers = ragged_numbers(I), tokens = ragged_tokens();
  const std::vector<std::vector<LayerConfig>> stacks{
      {steps_of},
      {last_of},
      {turned(steps_of)},
      {turned(last_of)},
      {turned(steps_of), turned(steps_of)},
      {turned(steps_of), last_of, DenseConfig{2}},
      {steps_of, LayerNormalizationConfig{}, DropoutConfig{0.5f}, DenseConfig{2}},
      {BidirectionalConfig{steps_of, MergeMode::concat}, BidirectionalConfig{last_of}},
      {BidirectionalConfig{steps_of, MergeMode::mul}, turned(steps_of)}};
  for (const auto& stack : stacks) {
    check_alone(over_numbers(stack), numbers);
    check_alone(over_tokens(stack), tokens);
  }
  check_alone({EmbeddingConfig{V, I}, DenseConfig{2, ActivationKind::softmax}}, tokens);
  LstmConfig first = turned(steps_of);
  first.input_features = I;
  check_alone({first, last_of}, numbers);
}

TEST_CASE("ragged sequences are shared out among threads, and carry states") {
  LstmConfig large = steps_of, last = last_of;
  large.units = last.units = 96;
  check_alone(over_numbers({large, last}), ragged_numbers(I), pool_of(2));
  check_alone(over_numbers({BidirectionalConfig{large}, turned(large)}), ragged_numbers(I),
              pool_of(2));

  Sequential model(over_numbers({carrying(steps_of)}), 5);
  const Tensor x = ragged_numbers(I);
  model.predict(x, N);
  const States after = model.states();
  for (Index n = 0; n < N; ++n) {
    model.reset_states();
    model.predict(alone(x, n));
    const std::span carried(after[1][0].data() + n * 5, 5);
    check_close(carried, model.states()[1][0]);
  }
}

TEST_CASE("ragged tokens teach what padding that is masked does, bit for bit") {
  const Tensor x = ragged_tokens(), y = ragged_tokens();
  const std::vector<LayerConfig> rest{
      BidirectionalConfig{LstmConfig{.units = 5, .return_sequences = true}},
      LstmConfig{.units = 4, .return_sequences = true}, DenseConfig{V, ActivationKind::softmax}};
  const auto learned = [&](bool mask_zero, const Tensor& inputs, const Tensor& targets) {
    std::vector<LayerConfig> layers{EmbeddingConfig{V, 4, mask_zero}};
    layers.insert(layers.end(), rest.begin(), rest.end());
    Sequential model(layers, 7);
    model.compile(
        {.loss = LossKind::sparse_categorical_crossentropy, .metrics = {.accuracy = true}});
    std::vector<double> scores;
    for (int step = 0; step < 3; ++step) {
      const Score score = model.train_on_batch(inputs, targets);
      scores.insert(scores.end(), {score.loss(), score.accuracy()});
      CHECK(score.count == all_steps);
    }
    const Score score = model.evaluate(inputs, targets, 3);
    scores.insert(scores.end(), {score.loss(), score.accuracy()});
    for (const float weight : model.parameters().values()) scores.push_back(weight);
    return scores;
  };
  const auto expected = learned(true, padded(x), padded(y));
  CHECK(learned(false, x, y) == expected);
  CHECK(learned(false, x, padded(y)) == expected);
  CHECK(learned(true, padded(x), y) == expected);
}

TEST_CASE("the gradient of a ragged batch is that of its sequences") {
  for (const bool turns : {false, true}) {
    const auto layers = over_numbers({turns ? turned(steps_of) : steps_of, DenseConfig{2}});
    const auto stepped = [&](const Tensor& x, const Tensor& y) {
      Sequential model(layers, 7);
      model.compile({.loss = LossKind::mean_squared_error,
                     .optimizer = {.rule = SgdConfig{}, .learning_rate = 1.0f}});
      const auto before = model.parameters().values();
      std::vector<float> change(before.begin(), before.end());
      model.train_on_batch(x, y);
      const auto after = model.parameters().values();
      std::ranges::transform(after, change, change.begin(), std::minus<>());
      return change;
    };
    const Tensor x = ragged_numbers(I), y = ragged_numbers(2, 9);
    const auto together = stepped(x, y);
    std::vector<float> sum(together.size());
    for (Index n = 0; n < N; ++n) {
      const auto change = stepped(alone(x, n), alone(y, n));
      const float share = static_cast<float>(lengths[static_cast<std::size_t>(n)]) / all_steps;
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += share * change[k];
    }
    check_close(together, sum);
  }
}

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
