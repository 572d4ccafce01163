// Dropout: its masks, that only training has it, and that its random numbers can be had again.
#include "layers/dropout.hpp"
#include "graph/network.hpp"
#include "learning/batch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "lstm/language_model.hpp"
#include "lstm/trainer.hpp"
#include "pool.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

std::vector<float> mask_of(Index size, float rate, Random random) {
  std::vector<float> mask(static_cast<std::size_t>(size));
  draw_mask({mask.data(), 1, size}, rate, random);
  return mask;
}

const std::vector<LayerConfig> dropping{
    EmbeddingConfig{9, 8},
    DropoutConfig{0.3f},
    LstmConfig{.units = 12, .return_sequences = true, .dropout = 0.2f, .recurrent_dropout = 0.2f},
    GruConfig{.units = 11, .return_sequences = true, .dropout = 0.2f, .recurrent_dropout = 0.2f},
    SimpleRnnConfig{.units = 11, .return_sequences = true, .recurrent_dropout = 0.2f},
    BidirectionalConfig{LstmConfig{.units = 10, .dropout = 0.2f, .recurrent_dropout = 0.2f}},
    DropoutConfig{0.5f},
    DenseConfig{1, ActivationKind::sigmoid}};

const Tensor x{{32, 11}, random_tokens(32 * 11, 9, 2)}, y{{32}, random_tokens(32, 2, 2)};

Sequential compiled(std::uint64_t seed, std::shared_ptr<Pool> pool = nullptr) {
  Sequential model(dropping, seed, std::move(pool));
  model.compile({.loss = LossKind::binary_crossentropy});
  return model;
}

std::vector<double> losses_of(Sequential& model) {
  std::vector<double> losses;
  Trainer trainer(model, model.dataset(x, y), {}, {.epochs = 3, .batch_size = 8});
  for (FitEvent event; (event = trainer.step()) != FitEvent::done;) {
    if (event == FitEvent::batch) losses.push_back(trainer.last_batch().loss());
  }
  return losses;
}

}  // namespace

TEST_CASE("a mask is 0 as often as the rate says, and else makes up for it") {
  for (const float rate : {0.1f, 0.5f, 0.9f}) {
    CAPTURE(rate);
    const auto mask = mask_of(100001, rate, Random(1));
    const auto zeros = std::ranges::count(mask, 0.0f);
    const auto kept = std::ranges::count(mask, 1 / (1 - rate));
    CHECK(zeros + kept == 100001);
    CHECK(static_cast<double>(zeros) / 100001 == doctest::Approx(rate).epsilon(0.02));
  }
  CHECK(mask_of(1000, 0.5f, Random(1)) == mask_of(1000, 0.5f, Random(1)));
  CHECK(mask_of(1000, 0.5f, Random(1)) != mask_of(1000, 0.5f, Random(2)));
  CHECK(std::ranges::count(mask_of(1000, 0, Random(1)), 1.0f) == 1000);
}

TEST_CASE("training drops, at random; scoring and predicting do not") {
  Sequential model = compiled(1);
  CHECK(model.predict(x).data == model.predict(x).data);
  const double scored = model.evaluate(x, y).loss();
  CHECK(model.evaluate(x, y).loss() == scored);

  Dataset data = model.dataset(x, y);
  std::vector<Index> all(32);
  std::iota(all.begin(), all.end(), Index{0});
  const Batch batch = data.gather(all);
  Network& network = model.network();
  Random random(3);
  const auto first_output = [&](Random* its) {
    return network.forward(batch.x.front(), nullptr, Network::Until::head, its).values.data[0];
  };
  const float kept = first_output(nullptr);
  CHECK(first_output(&random) != first_output(&random));
  CHECK(first_output(nullptr) == kept);
}

TEST_CASE(
    "where the random streams stand can be saved, and training then goes on as it would have") {
  Sequential model = compiled(1), twin = compiled(2);
  CHECK(model.random_states().size() == 2);  // shuffles, and one thread's dropout
  std::ranges::copy(model.parameters().values(), twin.parameters().values().begin());
  twin.set_random_states(model.random_states());
  const auto expected = losses_of(model);
  Sequential moved(std::move(twin));  // and takes them along
  CHECK(losses_of(moved) == expected);
  CHECK(moved.random_states() == model.random_states());
}

TEST_CASE("wrong random states change nothing") {
  Sequential model = compiled(1);
  const auto before = model.random_states();
  CHECK_THROWS_AS(model.set_random_states({}), std::invalid_argument);
  const std::vector<Random::State> zeros{{1, 2, 3, 4}, {}};
  CHECK_THROWS_WITH_AS(model.set_random_states(zeros), "lstm: expected a random state, got zeros",
                       std::out_of_range);
  CHECK(model.random_states() == before);
}

TEST_CASE("a thread's stream depends on the seed and its number alone") {
  const auto pool = pool_of(2);
  const auto alone = compiled(1).random_states(), shared = compiled(1, pool).random_states();
  REQUIRE(shared.size() == 1 + static_cast<std::size_t>(pool->threads()));
  CHECK(std::equal(alone.begin(), alone.end(), shared.begin()));
  CHECK(std::ranges::count(shared, shared.back()) == 1);
  CHECK(compiled(2).random_states()[1] != alone[1]);
}

TEST_CASE("a language model drops on every arrow, and only where it is asked to") {
  const auto layers = [](float rate) {
    LanguageModel model({.vocabulary = 9, .embedding_dim = 4, .units = {5, 6}, .dropout = rate});
    return model.sequential().network().zero_states().size();
  };
  CHECK(layers(0) == 5);  // embedding, two lstm, dense, softmax
  CHECK(layers(0.5f) == 8);

  LanguageModel model({.vocabulary = 9, .dropout = 0.2f});
  LanguageTrainer trainer(model, random_tokens(3000, 9, 2),
                          {.sequence_length = 16, .batch_size = 4, .steps = 5});
  while (!trainer.done()) trainer.step();
  Generator one(model, {1, 2, 3}, Sampler({.temperature = 0})), other = one;
  for (int n = 0; n < 20; ++n) CHECK(one.next() == other.next());
}

TEST_CASE("rates outside 0 to 1 are refused, and dropout of tokens") {
  const auto refused = [](LayerConfig layer, const char* message) {
    CHECK_THROWS_WITH(Sequential({EmbeddingConfig{2, 2}, layer}), message);
  };
  refused(DropoutConfig{1}, "lstm: expected 0 <= rate < 1 in 'dropout', got 1");
  refused(DropoutConfig{-0.5f}, "lstm: expected 0 <= rate < 1 in 'dropout', got -0.5");
  refused(LstmConfig{.units = 1, .dropout = 1}, "lstm: expected 0 <= dropout < 1 in 'lstm', got 1");
  refused(GruConfig{.units = 1, .dropout = -1}, "lstm: expected 0 <= dropout < 1 in 'gru', got -1");
  refused(SimpleRnnConfig{.units = 1, .recurrent_dropout = 1},
          "lstm: expected 0 <= recurrentDropout < 1 in 'simple_rnn', got 1");
  refused(BidirectionalConfig{LstmConfig{.units = 1, .recurrent_dropout = 2}},
          "lstm: expected 0 <= recurrentDropout < 1 in 'bidirectional', got 2");
  CHECK_THROWS_WITH(Sequential({DropoutConfig{0.5f}}),
                    "lstm: expected 'dropout' to follow another layer");
}
