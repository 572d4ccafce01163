// The model as a whole: what it keeps, what it learns.
#include "lstm/sequential.hpp"
#include "graph/network.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "lstm/trainer.hpp"

using namespace lstm;

namespace {

Sequential guide_model(std::uint64_t seed) {
  Sequential model(
      {EmbeddingConfig{2, 2}, LstmConfig{.units = 2}, DenseConfig{1, ActivationKind::sigmoid}},
      seed);
  model.compile({.loss = LossKind::binary_crossentropy,
                 .optimizer = {.learning_rate = 0.01f},
                 .metrics = {.accuracy = true}});
  return model;
}

const Tensor guide_x{{5, 2}, std::vector<Token>{1, 0, 0, 1, 1, 1, 1, 0, 0, 1}};
const Tensor guide_y{{5}, std::vector<Token>{1, 1, 0, 0, 1}};

void run(Trainer& trainer) {
  while (trainer.step() != FitEvent::done) {
  }
}

}  // namespace

TEST_CASE("the guide's five sequences, to the floor that their contradiction leaves") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    CAPTURE(seed);
    Sequential model = guide_model(seed);
    Trainer trainer(model, model.dataset(guide_x, guide_y), {}, {.epochs = 2000});
    run(trainer);
    const Score score = model.evaluate(guide_x, guide_y);
    CHECK(score.loss() <= 0.28);
    CHECK(score.loss() >= 2 * std::log(2.0) / 5 - 1e-6);
    CHECK(score.accuracy() == doctest::Approx(0.8));
  }
}

TEST_CASE("parity of 16 bits at every step, on a thousand unseen sequences") {
  Random random(11);
  const auto draw = [&](Index samples) {
    const Index T = 16;
    std::vector<Token> bits, parity;
    for (Index n = 0; n < samples; ++n) {
      Token odd = 0;
      for (Index t = 0; t < T; ++t) {
        bits.push_back(static_cast<Token>(random.below(2)));
        parity.push_back(odd ^= bits.back());
      }
    }
    return std::pair{Tensor{{samples, T}, bits}, Tensor{{samples, T}, parity}};
  };
  const auto [x, y] = draw(4000);
  const auto [unseen_x, unseen_y] = draw(1000);
  Sequential model({EmbeddingConfig{2, 8}, LstmConfig{.units = 16, .return_sequences = true},
                    DenseConfig{1, ActivationKind::sigmoid}},
                   1);
  model.compile({.loss = LossKind::binary_crossentropy,
                 .optimizer = {.learning_rate = 0.01f},
                 .metrics = {.accuracy = true}});
  Trainer trainer(model, model.dataset(x, y), model.dataset(unseen_x, unseen_y), {.epochs = 5});
  run(trainer);
  CHECK(trainer.validation()->front().accuracy() == 1);
  CHECK(model.evaluate(unseen_x, unseen_y).accuracy() == 1);
}

TEST_CASE("batches, validation and epochs come in order, and every sample counts once an epoch") {
  Sequential model = guide_model(1);
  Trainer trainer(model, model.dataset(guide_x, guide_y), model.dataset(guide_x, guide_y),
                  {.epochs = 2, .batch_size = 2});
  using enum FitEvent;
  for (int epoch = 0; epoch < 2; ++epoch) {
    for (const FitEvent expected :
         {batch, batch, batch, validation, validation, validation, FitEvent::epoch}) {
      CHECK(trainer.step() == expected);
      CHECK(trainer.epoch() == epoch);
    }
    CHECK(trainer.training().front().count == 5);
    CHECK(trainer.validation()->front().count == 5);
    CHECK(trainer.last_batch().front().count == 1);
  }
  CHECK(trainer.step() == done);
  CHECK(trainer.step() == done);
}

TEST_CASE("epochs go on from the one to begin with") {
  Sequential model = guide_model(1);
  Trainer trainer(model, model.dataset(guide_x, guide_y), {}, {.epochs = 5, .initial_epoch = 3});
  std::vector<Index> epochs;
  for (FitEvent event; (event = trainer.step()) != FitEvent::done;) {
    if (event == FitEvent::epoch) epochs.push_back(trainer.epoch());
  }
  CHECK(epochs == std::vector<Index>{3, 4});
  Trainer late(model, model.dataset(guide_x, guide_y), {}, {.epochs = 5, .initial_epoch = 5});
  CHECK(late.step() == FitEvent::done);
  CHECK_THROWS_WITH_AS(Trainer(model, model.dataset(guide_x, guide_y), {}, {.initial_epoch = -1}),
                       "lstm: expected initialEpoch >= 0, got -1", std::out_of_range);
}

TEST_CASE("the same seed trains to the same bits; shuffling can be left out") {
  const auto trained = [](std::uint64_t seed, bool shuffle) {
    Sequential model = guide_model(seed);
    Trainer trainer(model, model.dataset(guide_x, guide_y), {},
                    {.epochs = 20, .batch_size = 2, .shuffle = shuffle});
    run(trainer);
    const auto values = model.parameters().values();
    return std::vector<float>(values.begin(), values.end());
  };
  CHECK(trained(4, true) == trained(4, true));
  CHECK(trained(4, false) == trained(4, false));
  CHECK(trained(4, true) != trained(4, false));
}

TEST_CASE("prediction does not depend on the batch size and stands in the samples' order") {
  Sequential model({LstmConfig{.units = 5, .return_sequences = true, .input_features = 2},
                    DenseConfig{3, ActivationKind::softmax}},
                   2);
  Random random(5);
  Tensor x{{7, 4, 2}, std::vector<float>(56)};
  for (auto& value : std::get<std::vector<float>>(x.data)) value = random.normal();
  const Tensor whole = model.predict(x, 32), parts = model.predict(x, 3);
  CHECK(whole.shape == Shape{7, 4, 3});
  const auto &a = std::get<std::vector<float>>(whole.data),
             &b = std::get<std::vector<float>>(parts.data);
  for (std::size_t n = 0; n < a.size(); ++n) CHECK(std::abs(a[n] - b[n]) < 1e-6f);
}

TEST_CASE("what layers keep of their weights follows every change of them") {
  Sequential model = guide_model(3);
  const Tensor one{{1, 2}, std::vector<Token>{1, 0}};
  const auto of_one = [&] { return std::get<std::vector<float>>(model.predict(one).data)[0]; };
  const auto of_all = [&] { return std::get<std::vector<float>>(model.predict(guide_x).data)[0]; };
  float before = of_one();  // weights laid out for few rows, then for many
  for (int n = 0; n < 3; ++n) {
    CHECK(of_one() == doctest::Approx(of_all()).epsilon(1e-5));
    model.train_on_batch(guide_x, guide_y);
    CHECK(of_one() != before);
    before = of_one();
    model.parameters()["dense.bias"].value.data[0] += 1;
    CHECK(of_one() > before + 0.05f);
    before = of_one();
  }
}

TEST_CASE("a diverged step says where, and keeps the weights") {
  Sequential model({DenseConfig{.units = 1, .input_features = 1}}, 1);
  model.compile({.loss = LossKind::mean_squared_error});
  const Tensor x{{2, 1}, std::vector<float>{1, 3e38f}}, y{{2}, std::vector<float>{1, 1}};
  model.parameters().values()[0] = 2;  // their product no float holds
  const auto before =
      std::vector<float>(model.parameters().values().begin(), model.parameters().values().end());
  Trainer trainer(model, model.dataset(x, y), {}, {});
  CHECK_THROWS_WITH_AS(trainer.step(),
                       "lstm: expected a finite loss, got inf at epoch 0, batch 0: try clipNorm or "
                       "a lower learningRate",
                       std::runtime_error);
  const auto after = model.parameters().values();
  CHECK(std::equal(before.begin(), before.end(), after.begin()));
}

TEST_CASE("wrong data is refused with what was expected and what came") {
  Sequential model(
      {EmbeddingConfig{1000, 4}, LstmConfig{.units = 3}, DenseConfig{1, ActivationKind::sigmoid}});
  CHECK_THROWS_AS(model.dataset(guide_x, guide_y), std::logic_error);  // not compiled
  model.compile({.loss = LossKind::binary_crossentropy});
  std::vector<Token> tokens(18, 1);
  tokens[17] = 1003;
  CHECK_THROWS_WITH_AS(model.predict({{3, 6}, tokens}),
                       "lstm: expected tokens below 1000 in embedding, got 1003 at [2, 5]",
                       std::out_of_range);
  tokens[17] = -1;
  CHECK_THROWS_WITH_AS(model.predict({{3, 6}, tokens}),
                       "lstm: expected tokens of 0 or more in embedding, got -1 at [2, 5]",
                       std::out_of_range);
  CHECK_THROWS_WITH_AS(model.predict({{3, 6, 1}, tokens}),
                       "lstm: expected x of shape [N, T] (tokens) in embedding, got [3, 6, 1]",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(model.predict({{1, 2}, std::vector<float>{1, 0.5f}}),
                       "lstm: expected whole numbers in x, got 0.5 at [0, 1]",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(model.predict({{2, 2}, std::vector<Token>{1}}),
                       "lstm: expected 4 elements in x of shape [2, 2], got 1",
                       std::invalid_argument);
  CHECK_THROWS_AS(model.predict({{0, 2}, std::vector<Token>{}}), std::invalid_argument);
  CHECK_THROWS_WITH_AS(model.evaluate(guide_x, {{4}, std::vector<Token>{1, 1, 0, 0}}),
                       "lstm: expected y of shape [5], got [4]", std::invalid_argument);
  CHECK_THROWS_AS(model.evaluate(guide_x, guide_y, 0), std::out_of_range);
}

TEST_CASE("targets of another loss than the one compiled are refused") {
  Sequential model(
      {EmbeddingConfig{2, 2}, LstmConfig{.units = 2}, DenseConfig{3, ActivationKind::softmax}});
  model.compile({.loss = LossKind::sparse_categorical_crossentropy});
  Trainer trainer(model, model.dataset(guide_x, {{5}, std::vector<Token>(5)}), {}, {.epochs = 9});
  trainer.step();
  model.compile({.loss = LossKind::mean_squared_error});
  trainer.step();  // the epoch's end
  CHECK_THROWS_AS(trainer.step(), std::invalid_argument);
}
