// Threads: the pool itself, and a batch shared out among them.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "every_cell.hpp"
#include "graph/network.hpp"
#include "lstm/evaluation.hpp"
#include "lstm/language_model.hpp"
#include "lstm/parallel.hpp"
#include "numbers/function_ref.hpp"
#include "pool.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

Tensor random_values(Shape shape) {
  Random random(5);
  std::vector<float> values(static_cast<std::size_t>(element_count(shape)));
  for (auto& value : values) value = static_cast<float>(random.uniform()) - 0.5f;
  return {std::move(shape), std::move(values)};
}

double largest_difference(std::span<const float> a, std::span<const float> b) {
  REQUIRE(a.size() == b.size());
  double largest = 0;
  for (std::size_t n = 0; n < a.size(); ++n)
    largest = std::max<double>(largest, std::abs(a[n] - b[n]));
  return largest;
}

// A language model that has trained on windows large enough to share, with what it came to.
struct Trained {
  LanguageModel model;
  std::vector<double> losses;

  explicit Trained(std::shared_ptr<Pool> pool)
      : model({.vocabulary = 23, .embedding_dim = 20, .units = {40, 30}, .seed = 3},
              std::move(pool)) {
    LanguageTrainer trainer(model, random_tokens(6000, 23, 9),
                            {.sequence_length = 17, .batch_size = 14, .steps = 30});
    while (!trainer.done()) losses.push_back(trainer.step().loss());
  }
  std::span<const float> weights() {
    return std::as_const(model.sequential().network()).parameters().values();
  }
};

}  // namespace

TEST_CASE("a pool calls each part once and waits for all") {
  const auto pool = pool_of(3);
  std::vector<std::atomic<int>> calls(static_cast<std::size_t>(pool->threads()));
  for (int round = 0; round < 500; ++round) {
    const Index count = 1 + round % pool->threads();
    pool->run(count, [&](Index n) { ++calls[static_cast<std::size_t>(n)]; });
    int sum = 0;
    for (const auto& one : calls) sum += one;
    static int expected = 0;
    CHECK(sum == (expected += static_cast<int>(count)));
  }
}

TEST_CASE("what a part throws arrives when all have ended, the first part's first") {
  const auto pool = pool_of(3);
  std::atomic<int> ended = 0;
  const auto fail = [&](Index n) {
    ++ended;
    throw std::runtime_error("part " + std::to_string(n));
  };
  CHECK_THROWS_WITH_AS(pool->run(pool->threads(), fail), "part 0", std::runtime_error);
  CHECK(ended == pool->threads());
  pool->run(pool->threads(), [&](Index) { ++ended; });  // and it goes on working
  CHECK(ended == 2 * pool->threads());
}

TEST_CASE("a pool says how many threads it can have") {
  CHECK_THROWS_AS(Pool(0), std::out_of_range);
  CHECK_THROWS_AS(Pool(100000), std::out_of_range);
}

TEST_CASE("training on threads gives what one thread gives, and the same bits every time") {
  Trained alone(nullptr), shared(pool_of(3)), again(pool_of(3));
  for (std::size_t n = 0; n < alone.losses.size(); ++n) {
    CHECK(shared.losses[n] == doctest::Approx(alone.losses[n]).epsilon(1e-5));
    CHECK(again.losses[n] == shared.losses[n]);
  }
  CHECK(largest_difference(alone.weights(), shared.weights()) < 1e-4);
  CHECK(largest_difference(shared.weights(), again.weights()) == 0);
}

TEST_CASE("scoring with carried states and predicting give the same on threads") {
  Trained alone(nullptr), shared(pool_of(3));
  std::ranges::copy(alone.weights(), shared.model.sequential().parameters().values().begin());
  const auto text = random_tokens(9000, 23, 9);
  LanguageEvaluation one(alone.model, text), other(shared.model, text);
  while (one.step()) other.step();
  CHECK(other.score().loss() == doctest::Approx(one.score().loss()).epsilon(1e-6));
  CHECK(other.score().count == one.score().count);

  const Tensor x{{37, 15}, random_tokens(37 * 15, 23, 9)};
  const Tensor expected = alone.model.sequential().predict(x, 37);
  const Tensor got = shared.model.sequential().predict(x, 37);
  CHECK(got.shape == expected.shape);
  CHECK(largest_difference(std::get<std::vector<float>>(got.data),
                           std::get<std::vector<float>>(expected.data)) < 1e-6);
}

TEST_CASE("real inputs, targets and weights, and one output a sequence, are shared out too") {
  const auto train = [](std::shared_ptr<Pool> pool) {
    Sequential model(
        {LstmConfig{.units = 32, .input_features = 5}, DenseConfig{3, ActivationKind::tanh}}, 8,
        std::move(pool));
    model.compile({});
    const Tensor x = random_values({13, 70, 5}), y = random_values({13, 3}),
                 weights = random_values({13});
    for (int n = 0; n < 10; ++n) model.train_on_batch(x, y, &weights);
    return model.predict(x, 13);
  };
  const Tensor alone = train(nullptr), shared = train(pool_of(3));
  CHECK(alone.shape == shared.shape);
  CHECK(largest_difference(std::get<std::vector<float>>(alone.data),
                           std::get<std::vector<float>>(shared.data)) < 1e-5);
}

TEST_CASE("a batch too small to share stays on the caller's thread, bit for bit") {
  const auto losses = [](std::shared_ptr<Pool> pool) {
    Sequential model(
        {EmbeddingConfig{2, 2}, LstmConfig{.units = 2}, DenseConfig{1, ActivationKind::sigmoid}}, 1,
        std::move(pool));
    model.compile({.loss = LossKind::binary_crossentropy});
    const Tensor x{{5, 2}, random_tokens(10, 2, 9)}, y{{5, 1}, random_tokens(5, 2, 9)};
    std::vector<double> all;
    for (int n = 0; n < 20; ++n) all.push_back(model.train_on_batch(x, y).loss());
    return all;
  };
  CHECK(losses(nullptr) == losses(pool_of(3)));
}

TEST_CASE("models share a pool, and keep it") {
  std::weak_ptr<Pool> watched;
  {
    auto pool = pool_of(3);
    watched = pool;
    const Trained one(pool), other(std::move(pool));
    CHECK(one.losses == other.losses);
    CHECK_FALSE(watched.expired());
  }
  CHECK(watched.expired());
}

namespace {

// Losses of some steps on padded tokens, through every layer there is, and where the states end.
std::pair<std::vector<double>, States> through_every_layer(const AnyCell& cell, Index threads,
                                                           float rate) {
  Sequential model({EmbeddingConfig{23, 20, true}, DropoutConfig{rate},
                    BidirectionalConfig{cell({.units = 24,
                                              .return_sequences = true,
                                              .stateful = true,
                                              .dropout = rate,
                                              .recurrent_dropout = rate})},
                    LayerNormalizationConfig{},
                    cell({.units = 30,
                          .return_sequences = true,
                          .go_backwards = true,
                          .recurrent_dropout = rate}),
                    DenseConfig{23, ActivationKind::softmax}},
                   3, threads > 1 ? pool_of(threads) : nullptr);
  model.compile({.loss = LossKind::sparse_categorical_crossentropy});
  const Tensor x{{14, 17}, random_tokens(14 * 17, 23, 9)};
  std::vector<double> losses;
  for (int n = 0; n < 10; ++n) losses.push_back(model.train_on_batch(x, x).loss());
  return {losses, model.states()};
}

}  // namespace

TEST_CASE("every layer gives on threads what it gives on one") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    const auto [alone, state] = through_every_layer(cell, 1, 0);
    const auto [shared, its_state] = through_every_layer(cell, 3, 0);
    for (std::size_t n = 0; n < alone.size(); ++n) {
      CHECK(shared[n] == doctest::Approx(alone[n]).epsilon(1e-5));
    }
    CHECK(largest_difference(state[2][0], its_state[2][0]) < 1e-4);
  }
}

TEST_CASE("windows and shapes give on threads what they give on one") {
  const auto losses = [](Index threads) {
    Sequential model({Conv1DConfig{.filters = 40,
                                   .kernel_size = 5,
                                   .padding = Padding::same,
                                   .activation = ActivationKind::swish,
                                   .input_shape = {.features = 20, .sequence = true, .time = 16}},
                      MaxPooling1DConfig{}, TimeDistributedConfig{.layer = DenseConfig{20}},
                      ReshapeConfig{.target_shape = {8, 5, 4}},
                      Conv2DConfig{.filters = 8, .kernel_size = {3, 2}}, AveragePooling2DConfig{},
                      FlattenConfig{}, DenseConfig{1}},
                     3, threads > 1 ? pool_of(threads) : nullptr);
    model.compile({});
    const Tensor x = random_values({14, 16, 20}), y = random_values({14, 1});
    std::vector<double> all;
    for (int n = 0; n < 10; ++n) all.push_back(model.train_on_batch(x, y).loss());
    return all;
  };
  const auto alone = losses(1), shared = losses(3);
  for (std::size_t n = 0; n < alone.size(); ++n) {
    CHECK(shared[n] == doctest::Approx(alone[n]).epsilon(1e-5));
  }
  CHECK(alone.back() < 0.5 * alone.front());
}

TEST_CASE("dropout on threads gives the same bits every time") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    const auto one = through_every_layer(cell, 3, 0.3f);
    CHECK(one.first == through_every_layer(cell, 3, 0.3f).first);
    CHECK(one.first != through_every_layer(cell, 3, 0.2f).first);
  }
}
