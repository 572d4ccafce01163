// No memory is allocated in a training step, an evaluated batch or a generated token, once all
// shapes have been seen.
#include <doctest/doctest.h>

#include "allocator.hpp"
#include "every_layer.hpp"
#include "lstm/evaluation.hpp"
#include "lstm/language_model.hpp"
#include "lstm/prediction.hpp"
#include "lstm/stream.hpp"
#include "lstm/trainer.hpp"
#include "normals.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

// What `work` allocates when it runs for the second time.
template <class Work>
long allocations_of(Work work) {
  work();
  const long before = allocator::count();
  work();
  return allocator::count() - before;
}

}  // namespace

TEST_CASE("the counter counts") {
  long before = allocator::count();
  static Shape kept;                 // or an optimiser may do without the memory
  kept = position({{3, 4}, {}}, 5);  // by operator new, in the library
  CHECK(kept.size() == 2);
  CHECK(allocator::count() > before);
  before = allocator::count();
  CHECK(AlignedFloats(100).size() == 100);  // on a cache line
  CHECK(allocator::count() > before);
}

namespace {

void check_text(const char* cell) {
  CAPTURE(cell);
  LanguageModel model({.vocabulary = 20, .embedding_dim = 8, .units = {16, 12}, .cell = cell});
  LanguageTrainer trainer(model, random_tokens(2000, 20, 4),
                          {.sequence_length = 10, .batch_size = 8, .steps = 60});
  const auto steps = [&](int count) {
    for (int n = 0; n < count; ++n) trainer.step();
  };
  CHECK(allocations_of([&] { steps(25); }) == 0);  // an epoch's end in each

  LanguageEvaluation all(model, random_tokens(5000, 20, 4)), evaluation = all;
  while (all.step()) {  // the last window is shorter, and masked
  }
  evaluation.step();
  CHECK(allocations_of([&] { evaluation.step(); }) == 0);

  Generator generator(model, random_tokens(5, 20, 4),
                      Sampler({.temperature = 0.9f, .top_k = 5, .top_p = 0.9f}));
  generator.next();
  CHECK(allocations_of([&] { generator.next(); }) == 0);

  // And all of them in turn, in shapes of their own.
  CHECK(allocations_of([&] {
          trainer.step();
          generator.next();
        }) == 0);
}

}  // namespace

TEST_CASE("training, scoring and generating text allocate nothing, whichever the cell") {
  for (const char* cell : {"lstm", "gru", "simpleRNN"}) check_text(cell);
}

TEST_CASE("nor do the other optimizers, limits, schedules, losses, metrics, and weights") {
  const std::vector<OptimizerConfig> optimizers{
      {.rule = AdamwConfig{}, .clip_value = 1},
      {.rule = SgdConfig{}, .clip_norm = 1},
      {.rule = SgdConfig{.momentum = 0.9f, .nesterov = true},
       .learning_rate = CosineDecay{.initial = 0.1f, .decay_steps = 9}},
      {.rule = RmspropConfig{},
       .learning_rate =
           ExponentialDecay{.decay_steps = 9, .decay_rate = 0.5f, .warmup = Warmup{4, 0.01f}}},
      {.rule = RmspropConfig{.momentum = 0.9f}}};
  const Tensor x{{22, 6}, random_tokens(22 * 6, 30, 4)};
  Tensor y{{22, 6, 3}, std::vector<Token>(22 * 6 * 3)};  // one of three
  for (std::size_t n = 0; n < 22 * 6; ++n) std::get<std::vector<Token>>(y.data)[3 * n + n % 3] = 1;
  const Tensor weights{{22, 6}, random_tokens(22 * 6, 3, 4)};
  for (const auto loss : {LossKind::categorical_crossentropy, LossKind::mean_absolute_error}) {
    for (const auto& optimizer : optimizers) {
      Sequential model({EmbeddingConfig{30, 8}, LstmConfig{.units = 9, .return_sequences = true},
                        DenseConfig{3, ActivationKind::softmax}});
      model.compile({.loss = loss,
                     .optimizer = optimizer,
                     .metrics = {.accuracy = takes_logits(loss), .mse = true, .mae = true}});
      Trainer trainer(model, model.dataset(x, y, &weights), {}, {.epochs = 2, .batch_size = 4});
      CHECK(allocations_of([&] {
              while (trainer.step() != FitEvent::epoch) {
              }
            }) == 0);
    }
  }
}

TEST_CASE("training on samples, evaluating and predicting allocate nothing") {
  Sequential model({EmbeddingConfig{30, 8}, LstmConfig{.units = 9, .return_sequences = true},
                    LstmConfig{.units = 7}, DenseConfig{4, ActivationKind::tanh},
                    DenseConfig{1, ActivationKind::sigmoid}});
  model.compile({.loss = LossKind::binary_crossentropy, .optimizer = {.clip_norm = 1}});
  const Tensor x{{22, 6}, random_tokens(22 * 6, 30, 4)}, y{{22}, random_tokens(22, 2, 4)};
  Trainer trainer(model, model.dataset(x, y), model.dataset(x, y), {.epochs = 2, .batch_size = 4});
  const auto epoch = [&] {
    while (trainer.step() != FitEvent::epoch) {
    }
  };
  CHECK(allocations_of(epoch) == 0);

  Evaluation evaluation(model, model.dataset(x, y), 4);
  CHECK(allocations_of([&] { evaluation.step(); }) == 0);
  Prediction prediction(model, model.inputs(x), 4);
  CHECK(allocations_of([&] { prediction.step(); }) == 0);
}

TEST_CASE("nor does any other layer, with padding, dropout and carried states") {
  const LstmConfig half{.units = 9,
                        .return_sequences = true,
                        .stateful = true,
                        .dropout = 0.2f,
                        .recurrent_dropout = 0.2f};
  Sequential model({EmbeddingConfig{30, 8, true}, DropoutConfig{0.2f}, BidirectionalConfig{half},
                    LayerNormalizationConfig{},
                    LstmConfig{.units = 7, .return_sequences = true, .go_backwards = true},
                    BidirectionalConfig{like<GruConfig>(half)}, gru_reset_before(half),
                    like<SimpleRnnConfig>(half),
                    BidirectionalConfig{LstmConfig{.units = 5}, MergeMode::mul},
                    DenseConfig{1, ActivationKind::sigmoid}});
  model.compile({.loss = LossKind::binary_crossentropy});
  const Tensor x{{8, 6}, random_tokens(8 * 6, 30, 4)}, y{{8}, random_tokens(8, 2, 4)};
  Trainer trainer(model, model.dataset(x, y), model.dataset(x, y), {.epochs = 2, .batch_size = 4});
  CHECK(allocations_of([&] {
          while (trainer.step() != FitEvent::epoch) {
          }
        }) == 0);
}

TEST_CASE("nor do windows, shapes and noise") {
  Sequential model(every_shape());
  model.compile({.loss = LossKind::sparse_categorical_crossentropy});
  Random random(4);
  const Tensor x{{9, 12, 4}, normals(9 * 12 * 4, random)}, y{{9}, random_tokens(9, 3, 4)};
  Trainer trainer(model, model.dataset(x, y), model.dataset(x, y), {.epochs = 2, .batch_size = 4});
  CHECK(allocations_of([&] {
          while (trainer.step() != FitEvent::epoch) {
          }
        }) == 0);
}

TEST_CASE("nor does any step of a stream, not even its first one") {
  const LstmConfig lstm{.units = 9, .return_sequences = true};
  Sequential model({EmbeddingConfig{30, 8, true}, lstm, LayerNormalizationConfig{},
                    Conv1DConfig{.filters = 6, .kernel_size = 3, .padding = Padding::causal},
                    BatchNormalizationConfig{},
                    Conv1DConfig{.filters = 6, .kernel_size = 2, .dilation_rate = 4},
                    MaxPooling1DConfig{.strides = 1}, like<GruConfig>(lstm),
                    AveragePooling1DConfig{.pool_size = 3}, gru_reset_before(lstm),
                    like<SimpleRnnConfig>(lstm), DenseConfig{2, ActivationKind::softmax}});
  for (const Index batch : {1, 3}) {
    Stream stream(model, batch);
    const std::vector<float> x(static_cast<std::size_t>(batch), 2);
    const long before = allocator::count();
    for (int n = 0; n < 40; ++n) stream.step(x);
    CHECK(allocator::count() == before);
    stream.reset();
    for (int n = 0; n < 40; ++n) stream.step(x);
    CHECK(allocator::count() == before);
  }
}

TEST_CASE("nor do attention and CTC") {
  Sequential model({{InputConfig{.shape = {.features = 4, .sequence = true}},
                     LstmConfig{.units = 6, .return_sequences = true},
                     AttentionConfig{.use_scale = true, .dropout = 0.2f}, AdditiveAttentionConfig{},
                     DenseConfig{4}},
                    {{}, {{0}}, {{1}, {1}}, {{2}, {1}}, {{3}}},
                    {{4}}});
  model.compile({.loss = LossKind::ctc, .metrics = {.edit_distance = true}});
  Random random(4);
  const Tensor x{{9, 12, 4}, normals(9 * 12 * 4, random)}, y{{9, 2}, random_tokens(9 * 2, 3, 4)};
  Trainer trainer(model, model.dataset(x, y), model.dataset(x, y), {.epochs = 2, .batch_size = 4});
  CHECK(allocations_of([&] {
          while (trainer.step() != FitEvent::epoch) {
          }
        }) == 0);
}
