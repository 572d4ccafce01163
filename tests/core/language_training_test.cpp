// A text cut into windows and streams to be trained on.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "numbers/eigen.hpp"
#include "pool.hpp"
#include "random_tokens.hpp"
#include "rhyme_reader.hpp"

using namespace lstm;

TEST_CASE("training carries the state from window to window: its losses are those of one pass") {
  Reader reader;
  const auto text = reader.text(2);
  const auto trainer_loss = [&](Index window) {
    // So small a rate leaves the weights as they are.
    LanguageTrainer trainer(reader.model, text,
                            {.sequence_length = window, .batch_size = 1, .learning_rate = 1e-30f});
    Score all;
    while (!trainer.done()) all += trainer.step();
    return all;
  };
  const Score once = trainer_loss(static_cast<Index>(text.size()) - 1);
  const auto states_matter = reader.model.sequential().parameters()["lstm.weight_hh_l0"];
  eigen(states_matter.value) *= 3;  // or the state would hardly show
  const Score whole = trainer_loss(static_cast<Index>(text.size()) - 1), parts = trainer_loss(5);
  CHECK(std::abs(whole.loss() - once.loss()) > 1e-3);
  CHECK(parts.count == whole.count);
  CHECK(parts.loss() == doctest::Approx(whole.loss()).epsilon(1e-3));
  Score reset_every_window;
  for (Index first = 0; first + 5 < static_cast<Index>(text.size()); first += 5) {
    LanguageTrainer one(reader.model, {text.begin() + first, text.begin() + first + 6},
                        {.sequence_length = 5, .batch_size = 1, .learning_rate = 1e-30f});
    reset_every_window += one.step();
  }
  CHECK(std::abs(reset_every_window.loss() - whole.loss()) > 3e-3);
}

namespace {

// The mean loss of a text's windows of T steps in B equal streams, as each is trained on: cut by
// hand.
std::vector<double> losses_by_hand(Sequential& model, const std::vector<Token>& text, Index B,
                                   Index T) {
  const auto length = (static_cast<Index>(text.size()) - 1) / B;
  States states = model.network().zero_states();
  std::vector<double> losses;
  for (Index first = 0; first < length; first += T) {
    std::vector<Token> x, y;
    for (Index t = first; t < first + T; ++t) {
      for (Index b = 0; b < B; ++b) {
        x.push_back(text[static_cast<std::size_t>(b * length + t)]);
        y.push_back(text[static_cast<std::size_t>(b * length + t + 1)]);
      }
    }
    losses.push_back(model.train_step(SingleBatch{{T, B, {}, x, {}}, {{}, y}}, &states).loss());
  }
  return losses;
}

}  // namespace

TEST_CASE("a text that fits exactly is trained on by equal slices, bit for bit") {
  Reader reader, by_hand;
  auto text = reader.text(3);
  text.resize(4 * 60 + 1);
  OptimizerConfig adam = by_hand.model.sequential().optimizer().config();
  adam.learning_rate = 2e-3f;
  adam.clip_norm = 1;
  by_hand.model.sequential().optimizer().configure(adam);
  LanguageTrainer trainer(reader.model, text, {.sequence_length = 15, .batch_size = 4});
  std::vector<double> losses;
  while (!trainer.done()) losses.push_back(trainer.step().loss());
  CHECK(trainer.tokens() == 60);
  CHECK(losses == losses_by_hand(by_hand.model.sequential(), text, 4, 15));
}

TEST_CASE("a last window weighs its tokens alike, on any number of threads") {
  // Streams of 26, 26, ... and 25 tokens in windows of 25: the last has a step of some streams.
  const auto text = random_tokens(16 * 26 - 3, 20, 3);
  const LanguageModelConfig config{.vocabulary = 20, .embedding_dim = 8, .units = {256}, .seed = 4};
  const LanguageFitConfig fit{.sequence_length = 25, .batch_size = 16, .learning_rate = 1e-30f};
  const auto losses = [&](std::shared_ptr<Pool> pool) {
    LanguageModel model(config, pool);
    LanguageTrainer trainer(model, text, fit);
    Score whole = trainer.step(), last = trainer.step();
    CHECK(trainer.done());
    CHECK(whole.count == 16 * 25);
    CHECK(last.count == 12);
    CHECK(trainer.tokens() == 12);
    return std::array{whole.loss(), last.loss()};
  };
  // By hand: each stream alone, from its start.
  LanguageModel model(config);
  Network& network = model.sequential().network();
  Score last;
  for (Index b = 0; b < 12; ++b) {
    const Token* from = text.data() + b * 26;
    const ConstView logits =
        network.forward({26, 1, {}, {from, 26}, {}}, nullptr, Network::Until::logits).values;
    Buffer buffer;
    last += score(LossKind::sparse_categorical_crossentropy, logits.middle_rows(25, 1),
                  {{}, {from + 26, 1}}, 1, buffer.view(1, logits.cols));
  }
  const auto one = losses(nullptr), three = losses(pool_of(3));
  CHECK(one[1] == doctest::Approx(last.loss()).epsilon(1e-5));
  CHECK(three[0] == doctest::Approx(one[0]).epsilon(1e-6));
  CHECK(three[1] == doctest::Approx(one[1]).epsilon(1e-6));
}

TEST_CASE("the gradient of a last window is that of the mean over its tokens") {
  const LanguageModelConfig config{.vocabulary = 9, .embedding_dim = 4, .units = {6}, .seed = 2};
  const auto text = random_tokens(6, 9, 5);  // streams of 3 and 2 predictions
  const auto gradient = [&](const Batch& batch) {
    LanguageModel model(config);
    model.sequential().train_step(batch, nullptr);
    const auto all = model.sequential().parameters().gradients();
    return std::vector<float>(all.begin(), all.end());
  };
  TextStream stream(text, 2, 2);
  stream.next();  // whole
  const auto one =
      gradient(SingleBatch{{1, 1, {}, {text.data() + 2, 1}, {}}, {{}, {text.data() + 3, 1}}});
  const auto last = gradient(stream.next());
  for (std::size_t n = 0; n < one.size(); ++n) CHECK(std::abs(last[n] - one[n]) < 1e-7f);
}

TEST_CASE("a language model learns by a schedule too") {
  Reader reader;
  const ExponentialDecay halving{.initial = 0.5f, .decay_steps = 1, .decay_rate = 0.5f};
  LanguageTrainer trainer(reader.model, reader.text(4),
                          {.sequence_length = 5, .batch_size = 1, .learning_rate = halving});
  for (const float rate : {0.25f, 0.125f, 0.0625f}) {
    trainer.step();
    CHECK(reader.model.sequential().optimizer().learning_rate() == rate);
  }
}

TEST_CASE("trainers of one model keep their own learning rates") {
  Reader reader;
  const auto text = reader.text(4);
  LanguageTrainer slow(reader.model, text, {.batch_size = 1, .learning_rate = 1e-30f});
  LanguageTrainer fast(reader.model, text, {.batch_size = 1, .learning_rate = 0.1f});
  const auto values = reader.model.sequential().parameters().values();
  const std::vector<float> before(values.begin(), values.end());
  const auto largest_change = [&] {
    float largest = 0;
    for (std::size_t n = 0; n < before.size(); ++n) {
      largest = std::max(largest, std::abs(values[n] - before[n]));
    }
    return largest;
  };
  slow.step();
  CHECK(largest_change() < 1e-20f);
  fast.step();
  CHECK(largest_change() > 0.05f);

  const std::vector<float> now(values.begin(), values.end());
  fast.set_learning_rate(1e-30f);
  fast.step();
  CHECK(std::ranges::equal(now, values));
  CHECK_THROWS_AS(fast.set_learning_rate(-1.0f), std::out_of_range);
  fast.step();
  CHECK(std::ranges::equal(now, values));
}
