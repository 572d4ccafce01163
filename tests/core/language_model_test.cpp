#include "lstm/language_model.hpp"
#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/reading.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "lstm/tokenizer.hpp"
#include "numbers/eigen.hpp"
#include "pool.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

const std::string rhyme =
    "the tide comes in, the boats go out, the gulls walk over the wet sand; "
    "a rope, a lamp, a bell without a hand to ring it, and the long wind from the land. ";

struct Reader {
  CharTokenizer tokenizer{rhyme};
  LanguageModel model{
      {.vocabulary = tokenizer.size(), .embedding_dim = 16, .units = {48}, .seed = 2}};

  std::vector<Token> text(int times) const {
    std::string all;
    for (int n = 0; n < times; ++n) all += rhyme;
    return tokenizer.encode(all);
  }
  double loss(const std::vector<Token>& text) {
    LanguageEvaluation evaluation(model, text);
    while (evaluation.step()) {
    }
    return evaluation.score().loss();
  }
  std::string write(const std::string& prompt, int length, float temperature = 0) {
    Generator generator(model, tokenizer.encode(prompt),
                        Sampler({.temperature = temperature, .seed = 3}));
    std::vector<Token> tokens;
    for (int n = 0; n < length; ++n) tokens.push_back(generator.next());
    return tokenizer.decode(tokens);
  }
};

}  // namespace

TEST_CASE("a language model learns a rhyme by heart and says it on") {
  Reader reader;
  const auto text = reader.text(24);
  CHECK(reader.loss(text) == doctest::Approx(std::log(reader.tokenizer.size())).epsilon(0.05));
  LanguageTrainer trainer(
      reader.model, text,
      {.sequence_length = 20, .batch_size = 4, .steps = 400, .learning_rate = 0.01f});
  while (!trainer.done()) trainer.step();
  CHECK(reader.loss(text) < 0.1);
  CHECK(reader.write(rhyme.substr(0, 30), 60) == rhyme.substr(30, 60));
}

TEST_CASE("carried state: windows and single steps give what one pass over all gives") {
  Reader reader;
  const auto tokens = reader.tokenizer.encode(rhyme.substr(0, 24));
  Network& network = reader.model.sequential().network();
  const auto logits = [&](Index window) {
    States states = network.zero_states();
    std::vector<float> all;
    for (Index first = 0; first < 24; first += window) {
      const std::span<const Token> part(tokens.data() + first, static_cast<std::size_t>(window));
      const ConstView y =
          network.forward({window, 1, {}, part, {}}, &states, Network::Until::logits).values;
      all.insert(all.end(), y.data, y.data + y.size());
    }
    return all;
  };
  const auto whole = logits(24);
  for (const Index window : {1, 2, 8, 12}) {
    const auto parts = logits(window);
    for (std::size_t n = 0; n < whole.size(); ++n) CHECK(std::abs(parts[n] - whole[n]) < 1e-6f);
  }
}

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
    losses.push_back(model.train_step({{T, B, {}, x, {}}, {{}, y}}, &states).loss());
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
  const auto one = gradient({{1, 1, {}, {text.data() + 2, 1}, {}}, {{}, {text.data() + 3, 1}}});
  const auto last = gradient(stream.next());
  for (std::size_t n = 0; n < one.size(); ++n) CHECK(std::abs(last[n] - one[n]) < 1e-7f);
}

TEST_CASE("a trained model's evaluation carries the state too") {
  Reader reader;
  const auto text = reader.text(24);
  LanguageTrainer trainer(
      reader.model, text,
      {.sequence_length = 20, .batch_size = 4, .steps = 150, .learning_rate = 0.01f});
  while (!trainer.done()) trainer.step();
  const std::vector<Token> part(text.begin(), text.begin() + 120);  // one stream, two windows
  Network& network = reader.model.sequential().network();
  const auto count = static_cast<Index>(part.size()) - 1;
  const ConstView logits = network
                               .forward({count, 1, {}, {part.data(), part.size() - 1}, {}}, nullptr,
                                        Network::Until::logits)
                               .values;
  Buffer buffer;
  const Targets targets{{}, {part.data() + 1, part.size() - 1}};
  const Score whole = score(LossKind::sparse_categorical_crossentropy, logits, targets, logits.rows,
                            buffer.view(logits.rows, logits.cols));
  CHECK(reader.loss(part) == doctest::Approx(whole.loss()).epsilon(1e-4));
}

TEST_CASE("what a model has read before changes no bit of what it reads next") {
  Reader reader;
  const auto text = reader.text(12);
  Network& network = reader.model.sequential().network();
  const auto read = [&] {  // token by token
    States states = network.zero_states();
    std::vector<float> all;
    for (std::size_t n = 0; n < 40; ++n) {
      const ConstView y =
          network.forward({1, 1, {}, {text.data() + n, 1}, {}}, &states, Network::Until::logits)
              .values;
      all.insert(all.end(), y.data, y.data + y.size());
    }
    return all;
  };
  const auto fresh = read();
  CHECK(read() == fresh);  // knows all tokens by now
  reader.loss(text);       // in batches
  CHECK(read() == fresh);

  LanguageTrainer trainer(reader.model, text, {.sequence_length = 20, .batch_size = 4});
  trainer.step();
  const auto trained = read();
  CHECK(trained != fresh);
  network.parameters();  // as if somebody had written: all that was kept is dropped
  CHECK(read() == trained);
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

TEST_CASE("each token's probability, and their mean is the loss") {
  Reader reader;
  const auto text = reader.text(3);
  TextScoring scoring(reader.model, text);
  while (scoring.step()) {
  }
  CHECK(scoring.result().size() == text.size() - 1);
  double sum = 0;
  for (const float log_p : scoring.result()) {
    CHECK(log_p < 0);
    sum -= log_p;
  }
  Network& network = reader.model.sequential().network();
  States states = network.zero_states();
  const Activations x{
      static_cast<Index>(text.size()) - 1, 1, {}, {text.data(), text.size() - 1}, {}};
  const ConstView logits = network.forward(x, &states, Network::Until::logits).values;
  Buffer buffer;
  const Targets targets{{}, {text.data() + 1, text.size() - 1}};
  const Score whole =
      score(LossKind::sparse_categorical_crossentropy, logits, targets,
            static_cast<double>(logits.rows), buffer.view(logits.rows, logits.cols));
  CHECK(sum / static_cast<double>(text.size() - 1) == doctest::Approx(whole.loss()).epsilon(1e-5));
  CHECK_THROWS_AS(TextScoring(reader.model, {1}), std::invalid_argument);
}

TEST_CASE("what may come next: probabilities that a score and a generator agree with") {
  Reader reader;
  const auto text = reader.text(1);
  NextToken next(reader.model, text);
  while (next.step()) {
  }
  double sum = 0;
  for (const float p : next.result()) sum += p;
  CHECK(next.result().size() == static_cast<std::size_t>(reader.tokenizer.size()));
  CHECK(sum == doctest::Approx(1).epsilon(1e-5));
  auto longer = text;
  longer.push_back(3);
  TextScoring scoring(reader.model, longer);
  while (scoring.step()) {
  }
  CHECK(next.result()[3] == doctest::Approx(std::exp(scoring.result().back())).epsilon(1e-5));
  Generator greedy(reader.model, text, Sampler({.temperature = 0}));
  CHECK(greedy.next() == std::ranges::max_element(next.result()) - next.result().begin());
  CHECK_THROWS_AS(NextToken(reader.model, {}), std::invalid_argument);
}

TEST_CASE("every gate at every step obeys the cell's equations, over windows") {
  LanguageModel model({.vocabulary = 9, .embedding_dim = 4, .units = {6, 3}, .seed = 2});
  Random random(3);
  std::vector<Token> text(150);
  for (auto& token : text) token = static_cast<Token>(random.below(9));
  Inspection inspection(model, text);
  while (inspection.step()) {
  }
  REQUIRE(inspection.layers().size() == 2);
  for (const auto& layer : inspection.layers()) {
    const Index H = layer[0].values.shape[1];
    CHECK(layer[0].values.shape[0] == 150);
    const auto at = [&](std::size_t which, Index n) {
      return std::get<std::vector<float>>(layer[which].values.data)[static_cast<std::size_t>(n)];
    };
    for (Index n = 0; n < 150 * H; ++n) {
      const float c_prev = n < H ? 0.0f : at(4, n - H);
      const float c = at(1, n) * c_prev + at(0, n) * at(2, n);
      CHECK(std::abs(at(4, n) - c) < 1e-6f);
      CHECK(std::abs(at(5, n) - at(3, n) * std::tanh(c)) < 1e-6f);
    }
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

TEST_CASE("a long prompt is read in parts, to the same token") {
  Reader reader;
  const auto prompt = reader.text(2);
  Generator whole(reader.model, prompt, Sampler({.temperature = 0}));
  Generator parts(reader.model, prompt, Sampler({.temperature = 0}));
  int reads = 0;
  while (parts.read()) ++reads;
  CHECK(reads == (static_cast<int>(prompt.size()) - 1 + 63) / 64);
  for (int n = 0; n < 5; ++n) CHECK(whole.next() == parts.next());
}

TEST_CASE("evaluation reads a short text whole and a long one in streams, to the same loss") {
  Reader reader;
  const auto text = reader.text(30);                              // read as 32 streams
  const std::vector<Token> one(text.begin(), text.begin() + 60);  // as one
  CHECK(reader.loss(text) == doctest::Approx(reader.loss(one)).epsilon(0.02));
  LanguageEvaluation evaluation(reader.model, one);
  while (evaluation.step()) {
  }
  CHECK(evaluation.score().count == 59);
  LanguageEvaluation uneven(reader.model, text);  // streams of one token more, and not
  while (uneven.step()) {
  }
  REQUIRE((text.size() - 1) % 32 != 0);
  CHECK(uneven.score().count == static_cast<Index>(text.size()) - 1);
}

TEST_CASE("generation may stand between training steps and disturbs neither") {
  const auto trained = [](bool interrupted) {
    Reader reader;
    LanguageTrainer trainer(reader.model, reader.text(8),
                            {.sequence_length = 16, .batch_size = 2, .steps = 10});
    while (!trainer.done()) {
      trainer.step();
      if (interrupted) reader.write("the ", 5, 1);
    }
    return reader.loss(reader.text(2));
  };
  CHECK(trained(true) == trained(false));
}

TEST_CASE("steps, epochs and what a language model refuses") {
  Reader reader;
  const auto text = reader.text(4);
  LanguageTrainer epochs(reader.model, text, {.sequence_length = 10, .batch_size = 2, .epochs = 3});
  CHECK(epochs.steps() == 3 * epochs.steps_per_epoch());
  CHECK_THROWS_AS(LanguageTrainer(reader.model, {0}, {}), std::invalid_argument);
  CHECK_THROWS_AS(LanguageTrainer(reader.model, text, {.batch_size = 1, .learning_rate = 0.0f}),
                  std::out_of_range);
  CHECK_THROWS_WITH_AS(Generator(reader.model, {}, Sampler()),
                       "lstm: expected a prompt of at least one token, got an empty one",
                       std::invalid_argument);
  CHECK_THROWS_AS(Generator(reader.model, {99}, Sampler()), std::out_of_range);
  CHECK_THROWS_AS(LanguageModel({.vocabulary = 5, .units = {}}), std::invalid_argument);
}

TEST_CASE("a text's loss that is not finite is an error") {
  LanguageModel model({.vocabulary = 3, .embedding_dim = 2, .units = {2}});
  model.sequential().parameters().values()[0] = std::numeric_limits<float>::quiet_NaN();
  LanguageEvaluation evaluation(model, {1, 0, 1});
  CHECK_THROWS_WITH_AS(evaluation.step(), "lstm: expected a finite loss, got nan",
                       std::runtime_error);
}
