// Memory refused at every allocation there is, once and from then on: std::bad_alloc, nothing
// leaked, nothing changed, and going on gives what it would have given.
#include <doctest/doctest.h>

#include <algorithm>
#include <new>
#include <optional>

#include "allocator.hpp"
#include "every_layer.hpp"
#include "facts.hpp"
#include "graph/network.hpp"
#include "lstm/model_file.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/trainer.hpp"
#include "pool.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

using Values = std::vector<float>;

// Every layer, with carried states and dropout.
std::unique_ptr<Sequential> everything(std::shared_ptr<Pool> pool = nullptr) {
  const LstmConfig lstm{.units = 5,
                        .return_sequences = true,
                        .stateful = true,
                        .dropout = 0.1f,
                        .recurrent_dropout = 0.1f};
  auto model = std::make_unique<Sequential>(every_layer(lstm), 7, std::move(pool));
  model->compile({.loss = LossKind::sparse_categorical_crossentropy});
  return model;
}

Tensor tokens(Index samples, Index time, Index below) {
  return {{samples, time}, random_tokens(samples * time, below, 9)};
}
const Tensor x = tokens(8, 9, 11), longer = tokens(8, 20, 11), y{{8}, random_tokens(8, 3, 9)};

// Weights, optimizer, random streams and states, in one.
std::pair<Bytes, Values> all_of(const Sequential& model) {
  Values states;
  for (const State& state : model.states()) {
    for (const auto& part : state) states.insert(states.end(), part.begin(), part.end());
  }
  return {save(model, true), states};
}

// work(subject) with ever later allocations refused, each on a subject of its own that make()
// gives; then look(subject).
template <class Make, class Work, class Look>
void at_every_allocation(Make make, Work work, Look look) {
  facts::add("faults", 0);
  {
    auto once = make();  // what is kept for good, as a thread's own buffers are, is there from now
    work(*once);
  }
  for (const long times : {1L, allocator::all}) {
    for (long granted = 0, refused = 1; refused > 0; ++granted) {
      const long live = allocator::live();
      {
        auto subject = make();
        bool thrown = false;
        allocator::refuse(granted, times);
        try {
          work(*subject);
        } catch (const std::bad_alloc&) {
          thrown = true;
        }
        refused = allocator::grant();
        REQUIRE(thrown == (refused > 0));
        if (thrown) look(*subject);
        facts::add("faults", thrown);
      }
      REQUIRE(allocator::live() <= live);
    }
  }
}

constexpr auto nothing = [](auto&) {};

}  // namespace

TEST_CASE("memory refused while a model is built, or read from a file") {
  const auto none = [] { return std::make_unique<std::unique_ptr<Sequential>>(); };
  at_every_allocation(none, [](auto& model) { model = everything(); }, nothing);
  const Bytes file = save(*everything(), true);
  at_every_allocation(
      none, [&](auto& model) { model = load_model(file); },
      [](auto& model) { CHECK_FALSE(model); });
  LanguageModel text({.vocabulary = 7, .embedding_dim = 3, .units = {4}});
  const Bytes text_file = save(text, "{}", true);
  const auto no_text = [] { return std::make_unique<std::optional<LoadedLanguageModel>>(); };
  at_every_allocation(
      no_text, [&](auto& loaded) { loaded = load_language_model(text_file); },
      [](auto& loaded) { CHECK_FALSE(loaded); });
}

TEST_CASE("memory refused in a step: the model is as before, and goes on bit for bit") {
  const auto twin = everything();
  const auto before_first = all_of(*twin);
  twin->train_on_batch(x, y);
  const auto after_first = all_of(*twin);
  twin->train_on_batch(longer, y);
  const auto after_second = all_of(*twin);

  const auto first = [](Sequential& model) { model.train_on_batch(x, y); };
  at_every_allocation([] { return everything(); }, first,
                      [&](Sequential& model) {
                        CHECK(all_of(model) == before_first);
                        CHECK(all_of(*load_model(save(model, true))).first == before_first.first);
                        first(model);
                        CHECK(all_of(model) == after_first);
                      });

  const auto after_one = [&] {
    auto model = everything();
    first(*model);
    return model;
  };
  const auto second = [](Sequential& model) { model.train_on_batch(longer, y); };
  at_every_allocation(after_one, second, [&](Sequential& model) {
    CHECK(all_of(model) == after_first);
    second(model);
    CHECK(all_of(model) == after_second);
  });
}

TEST_CASE("memory refused in a step that threads share") {
  const auto pool = pool_of(3);
  const auto make = [&] {
    auto model = std::make_unique<Sequential>(
        std::vector<LayerConfig>{
            EmbeddingConfig{11, 20},
            LstmConfig{.units = 40, .return_sequences = true, .recurrent_dropout = 0.1f},
            GruConfig{.units = 20, .return_sequences = true},
            DenseConfig{11, ActivationKind::softmax}},
        3, pool);
    model->compile({.loss = LossKind::sparse_categorical_crossentropy});
    return model;
  };
  const Tensor many = tokens(12, 30, 11);
  const auto step = [&](Sequential& model) { model.train_on_batch(many, many); };
  const auto twin = make();
  const auto before = all_of(*twin);
  step(*twin);
  const auto after = all_of(*twin);
  at_every_allocation(make, step, [&](Sequential& model) {
    CHECK(all_of(model) == before);
    step(model);
    CHECK(all_of(model) == after);
  });
}

TEST_CASE("memory refused while a model is saved, asked, or given other weights") {
  const auto make = [] {
    auto model = everything();
    model->train_on_batch(x, y);
    return model;
  };
  const auto whole = all_of(*make());
  const auto unchanged = [&](Sequential& model) { CHECK(all_of(model) == whole); };
  at_every_allocation(make, [](Sequential& model) { save(model, true); }, unchanged);
  at_every_allocation(make, [](Sequential& model) { model.predict(longer); }, unchanged);
  at_every_allocation(make, [](Sequential& model) { model.evaluate(longer, y); }, unchanged);

  auto dict = state_dict(make()->network());
  for (auto& tensor : dict) std::ranges::fill(tensor.values, 1.0f);
  at_every_allocation(
      make, [&](Sequential& model) { load_state_dict(model.network(), dict); }, unchanged);
}

TEST_CASE("memory refused while a text is learned, scored, and gone on with") {
  const auto text = random_tokens(300, 7, 4);
  const LanguageModelConfig config{
      .vocabulary = 7, .embedding_dim = 3, .units = {4, 3}, .dropout = 0.1f, .cell = "gru"};
  const auto make = [&] { return std::make_unique<LanguageModel>(config); };
  const auto train = [&](LanguageModel& model) {
    LanguageTrainer(model, text, {.sequence_length = 8, .batch_size = 4, .steps = 3}).step();
  };
  const auto fresh = all_of(make()->sequential());
  const auto unchanged = [&](LanguageModel& model) { CHECK(all_of(model.sequential()) == fresh); };
  at_every_allocation(make, train, unchanged);
  at_every_allocation(
      make, [&](LanguageModel& model) { LanguageEvaluation(model, text).step(); }, unchanged);
  at_every_allocation(
      make,
      [&](LanguageModel& model) { Generator(model, {1, 2, 3}, Sampler({.top_k = 3})).next(); },
      unchanged);
}
