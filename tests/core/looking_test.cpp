// Looking at a model in the middle of a training, and stopping one.
#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "graph/network.hpp"
#include "lstm/language_model.hpp"
#include "lstm/prediction.hpp"
#include "lstm/reading.hpp"
#include "lstm/trainer.hpp"
#include "normals.hpp"
#include "pool.hpp"

using namespace lstm;

namespace {

constexpr Index N = 24, T = 6, F = 3;

// Stateful, with dropout, and large enough for threads.
Sequential stack(std::shared_ptr<Pool> pool, bool stateful = true) {
  const LstmConfig first{.units = 64,
                         .return_sequences = true,
                         .stateful = stateful,
                         .dropout = 0.2f,
                         .input_features = F};
  Sequential model(
      {first, DropoutConfig{0.1f}, LstmConfig{.units = 64, .stateful = stateful}, DenseConfig{2}},
      7, std::move(pool));
  model.compile({});
  return model;
}

const Tensor x = normals({N, T, F}, 1), y = normals({N, 2}, 2);
const Tensor other_x = normals({10, T, F}, 3), other_y = normals({10, 2}, 4);
const FitConfig config{.epochs = 3, .batch_size = 8};

using Losses = std::vector<double>;

// The losses of all batches; after each, look(model).
template <class Look>
Losses fit(Sequential& model, std::optional<Dataset> validation, Look look) {
  Trainer trainer(model, model.dataset(x, y), std::move(validation), config);
  Losses losses;
  for (FitEvent event{}; (event = trainer.step()) != FitEvent::done;) {
    if (event == FitEvent::batch) losses.push_back(trainer.last_batch().loss());
    look(model);
  }
  return losses;
}

void look_around(Sequential& model) {
  model.evaluate(other_x, other_y, 5);
  model.predict(other_x, 2);
  inspect(model, other_x);
  const States zeros = model.network().zero_states();
  Prediction streamed(model, model.inputs(other_x), 10, zeros);
  while (streamed.step()) {
  }
  CHECK(model.last_states()[0][0].size() == 10 * 64);  // there to be read
  CHECK(model.states()[0][0].size() != 10 * 64);
}

bool same(const Sequential& a, const Sequential& b) {
  return std::ranges::equal(a.parameters().values(), b.parameters().values()) &&
         a.states()[0][0] == b.states()[0][0] && a.states()[0][1] == b.states()[0][1] &&
         a.random_states() == b.random_states();
}

}  // namespace

TEST_CASE("whatever looks at a model in training leaves no trace in it") {
  for (const bool threads : {false, true}) {
    CAPTURE(threads);
    Sequential alone = stack(threads ? pool_of(2) : nullptr);
    const Losses expected = fit(alone, std::nullopt, [](Sequential&) {});
    REQUIRE(expected.size() == 9);

    Sequential validated = stack(threads ? pool_of(2) : nullptr);
    CHECK(fit(validated, validated.dataset(normals({16, T, F}, 5), normals({16, 2}, 6)),
              [](Sequential&) {}) == expected);
    CHECK(same(validated, alone));

    Sequential looked_at = stack(threads ? pool_of(2) : nullptr);
    const Losses losses = fit(looked_at, std::nullopt, [n = 0](Sequential& model) mutable {
      if (++n < 9) look_around(model);
    });
    CHECK(losses == expected);
    CHECK(same(looked_at, alone));
  }
}

TEST_CASE("in a training a stateful model is looked at from zeros, after it from its states") {
  Sequential model = stack(nullptr);
  Tensor during;
  fit(model, std::nullopt, [&](Sequential& its) { during = its.predict(x, 8); });
  const Tensor after = model.predict(x, 8);
  CHECK(after.data != during.data);
  model.reset_states();
  CHECK(model.predict(x, 8).data == during.data);
}

TEST_CASE("a look that outlasts the training leaves no trace either") {
  Sequential alone = stack(nullptr), looked_at = stack(nullptr);
  fit(alone, std::nullopt, [](Sequential&) {});
  std::optional<Prediction> look, streamed;
  fit(looked_at, std::nullopt, [&](Sequential& model) {
    if (look) return;
    look.emplace(model, model.inputs(x), 8);
    streamed.emplace(model, model.inputs(x), 8, model.network().zero_states());
  });
  for (Prediction* one : {&*look, &*streamed}) {
    while (one->step()) {
    }
  }
  CHECK(same(looked_at, alone));
}

TEST_CASE("validation begins at zeros, epoch after epoch") {
  Sequential model = stack(nullptr);
  const Tensor v = normals({16, T, F}, 5), w = normals({16, 2}, 6);
  Trainer trainer(model, model.dataset(x, y), model.dataset(v, w), config);
  for (FitEvent event{}; (event = trainer.step()) != FitEvent::done;) {
    if (event != FitEvent::epoch) continue;
    CHECK(model.evaluate(v, w, 8).loss() == trainer.validation()->loss());
  }
}

TEST_CASE("states that a callback sets or resets are those of the training") {
  const auto losses = [](bool reset) {
    Sequential model = stack(nullptr);
    return fit(model, std::nullopt, [&](Sequential& its) {
      its.predict(other_x, 10);
      if (reset) its.reset_states();
    });
  };
  CHECK(losses(true)[0] == losses(false)[0]);
  CHECK(losses(true)[1] != losses(false)[1]);
}

TEST_CASE("batches that states can't be carried through are refused before the first") {
  Sequential model = stack(nullptr);
  const auto random = model.random_states();
  const auto refused = [&](Index batch, std::optional<Dataset> validation, const char* message) {
    CHECK_THROWS_WITH_AS(
        Trainer(model, model.dataset(x, y), std::move(validation), {.batch_size = batch}), message,
        std::invalid_argument);
  };
  refused(
      7, std::nullopt,
      "lstm: expected a batchSize that shares 24 samples out evenly, for the states that layers "
      "carry: one of 1, 2, 3, 4, 6, 8, 12, 24; got 7");
  refused(
      8, model.dataset(other_x, other_y),
      "lstm: expected a batchSize that shares 10 samples out evenly, for the states that layers "
      "carry: one of 1, 2, 12, 24; got 8");
  CHECK_THROWS_AS(model.predict(other_x, 4), std::invalid_argument);
  CHECK(model.states()[0][0].empty());
  model.predict(other_x, 5);
  Trainer trainer(model, model.dataset(x, y), std::nullopt, config);
  CHECK_THROWS_WITH_AS(trainer.step(),
                       "lstm: expected a batch of 5 samples, as the states have, got 8: "
                       "resetStates() begins anew",
                       std::invalid_argument);
  CHECK(model.random_states() == random);
  Sequential other = stack(nullptr, false);
  Trainer(other, other.dataset(x, y), other.dataset(other_x, other_y), {.batch_size = 7});
}

TEST_CASE("a training that is stopped closes its epoch with what it has") {
  Sequential model = stack(nullptr, false);
  Trainer trainer(model, model.dataset(x, y), model.dataset(other_x, other_y), config);
  CHECK(trainer.step() == FitEvent::batch);
  const double loss = trainer.last_batch().loss();
  trainer.stop();
  CHECK(trainer.step() == FitEvent::validation);
  while (trainer.step() == FitEvent::validation) {
  }
  CHECK(trainer.training().loss() == loss);
  CHECK(trainer.validation()->loss() == model.evaluate(other_x, other_y, 8).loss());
  CHECK(trainer.step() == FitEvent::done);

  Trainer none(model, model.dataset(x, y), std::nullopt, config);
  none.stop();
  CHECK(none.step() == FitEvent::done);
}

TEST_CASE("a training says the rate of its last batch, and one at 0 is refused") {
  Sequential model = stack(nullptr, false);
  model.compile({.optimizer = {.learning_rate = CosineDecay{.initial = 0.5f, .decay_steps = 6}}});
  Trainer trainer(model, model.dataset(x, y), std::nullopt, config);
  for (int batch = 0; batch < 6; ++batch) {
    CHECK(model.optimizer().learning_rate() ==
          rate_at(CosineDecay{.initial = 0.5f, .decay_steps = 6}, batch));
    while (trainer.step() != FitEvent::batch) {
    }
    CHECK(trainer.learning_rate() ==
          rate_at(CosineDecay{.initial = 0.5f, .decay_steps = 6}, batch));
  }
  CHECK(model.optimizer().learning_rate() == 0);
  CHECK_THROWS_AS(Trainer(model, model.dataset(x, y), std::nullopt, config), std::out_of_range);
  CHECK_THROWS_WITH_AS(
      Trainer(model, model.dataset(x, y), std::nullopt, {.epochs = 1, .initial_epoch = 2}),
      "lstm: expected initialEpoch of 0 to 1, got 2", std::out_of_range);
}

TEST_CASE("a language model's schedule counts the steps of its training") {
  LanguageModel model({.vocabulary = 3, .embedding_dim = 2, .units = {4}});
  CHECK(model.sequential().optimizer().learning_rate() == 2e-3f);
  std::vector<Token> text;
  for (Token n = 0; n < 41; ++n) text.push_back(n % 3);
  const CosineDecay falling{.initial = 0.5f, .decay_steps = 10};
  LanguageFitConfig its{
      .sequence_length = 4, .batch_size = 2, .steps = 10, .learning_rate = falling};
  for (int round = 0; round < 2; ++round) {
    LanguageTrainer trainer(model, text, its);
    for (Index step = 0; !trainer.done(); ++step) {
      CHECK(model.sequential().optimizer().learning_rate() == rate_at(falling, step));
      trainer.step();
      CHECK(trainer.learning_rate() == rate_at(falling, step));
    }
  }
  its.initial_step = 6;
  LanguageTrainer resumed(model, text, its);
  LanguageTrainer beside(model, text,
                         {.sequence_length = 4, .batch_size = 2, .learning_rate = 0.1f});
  beside.step();
  resumed.step();
  CHECK(resumed.learning_rate() == rate_at(falling, 6));
  resumed.stop();
  CHECK(resumed.done());

  its = {.sequence_length = 4,
         .batch_size = 2,
         .steps = 20,
         .initial_step = 10,
         .learning_rate = falling};
  CHECK_THROWS_WITH_AS(LanguageTrainer(model, text, its),
                       "lstm: expected a learningRate above 0 in some step of the fit, got a "
                       "schedule that is 0 from step 10 to 19",
                       std::out_of_range);
}

TEST_CASE("an inputShape that a later layer says must be what it gets") {
  const auto built = [](Index time, Index features) {
    return Sequential(
        {LstmConfig{.units = 4, .return_sequences = true, .input_features = 1, .input_time = 5},
         LstmConfig{.units = 4, .input_features = features, .input_time = time}});
  };
  CHECK_NOTHROW(built(0, 4));
  CHECK_NOTHROW(built(5, 4));
  CHECK_THROWS_WITH_AS(
      built(0, 77),
      "lstm: expected no other inputShape of 'lstm_1' than what the layer before it "
      "gives, [5, 4], got [null, 77]",
      std::invalid_argument);
  CHECK_THROWS_AS(Sequential({LstmConfig{.units = 4, .input_features = 1},
                              DenseConfig{.units = 1, .input_features = 5}}),
                  std::invalid_argument);
}
