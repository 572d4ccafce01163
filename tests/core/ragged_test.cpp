// Sequences of unequal lengths: each gives what it gives alone, and teaches as much;
// ragged_data_test.cpp has the data.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "every_cell.hpp"
#include "graph/network.hpp"
#include "lstm/sequential.hpp"
#include "pool.hpp"
#include "ragged.hpp"

using namespace lstm;
using namespace ragged;

namespace {

void check_close(std::span<const float> got, std::span<const float> expected) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t n = 0; n < got.size(); ++n) {
    CHECK(std::abs(got[n] - expected[n]) <= 1e-6f * std::max(1.0f, std::abs(expected[n])));
  }
}

LstmConfig carrying(LstmConfig config) {
  config.stateful = true;
  return config;
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

void check_cell_alone(const AnyCell& cell) {
  const LayerConfig steps = cell(steps_of), last = cell(last_of);
  const LayerConfig turning = cell(turned(steps_of)), last_turning = cell(turned(last_of));
  const Tensor numbers = ragged_numbers(I), tokens = ragged_tokens();
  const std::vector<std::vector<LayerConfig>> stacks{
      {steps},
      {last},
      {turning},
      {last_turning},
      {turning, turning},
      {turning, last, DenseConfig{2}},
      {steps, LayerNormalizationConfig{}, DropoutConfig{0.5f}, DenseConfig{2}},
      {BidirectionalConfig{steps, MergeMode::concat}, BidirectionalConfig{last}},
      {BidirectionalConfig{steps, MergeMode::mul}, turning}};
  for (const auto& stack : stacks) {
    check_alone(over_numbers(stack), numbers);
    check_alone(over_tokens(stack), tokens);
  }
  LstmConfig first = turned(steps_of);
  first.input_features = I;
  check_alone({cell(first), last}, numbers);
}

}  // namespace

TEST_CASE("a sequence gives the same alone, in a batch, and beside longer ones") {
  check_alone({EmbeddingConfig{V, I}, DenseConfig{2, ActivationKind::softmax}}, ragged_tokens());
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    check_cell_alone(cell);
  }
}

TEST_CASE("ragged sequences are shared out among threads, and carry states") {
  LstmConfig large = steps_of, last = last_of;
  large.units = last.units = 96;
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    check_alone(over_numbers({cell(large), cell(last)}), ragged_numbers(I), pool_of(2));
    check_alone(over_numbers({BidirectionalConfig{cell(large)}, cell(turned(large))}),
                ragged_numbers(I), pool_of(2));
  }

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

namespace {

void check_gradient(const LayerConfig& layer) {
  const auto layers = over_numbers({layer, DenseConfig{2}});
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

}  // namespace

TEST_CASE("the gradient of a ragged batch is that of its sequences") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    check_gradient(cell(steps_of));
    check_gradient(cell(turned(steps_of)));
  }
}
