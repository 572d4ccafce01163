// What a language model makes of a text: its loss, its probabilities, its gates.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "graph/network.hpp"
#include "random_tokens.hpp"
#include "rhyme_reader.hpp"

using namespace lstm;

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

// How well a text's tokens are foretold, read at once.
static Score in_one_pass(Reader& reader, const std::vector<Token>& text) {
  const std::span x(text.data(), text.size() - 1), y(text.data() + 1, x.size());
  const Activations all{static_cast<Index>(x.size()), 1, {}, x, {}};
  const ConstView logits =
      reader.model.sequential().network().forward(all, nullptr, Network::Until::logits).values;
  Buffer buffer;
  return score(LossKind::sparse_categorical_crossentropy, logits, {{}, y},
               static_cast<double>(logits.rows), buffer.view(logits.rows, logits.cols));
}

TEST_CASE("a trained model's evaluation carries the state too") {
  Reader reader;
  const auto text = reader.text(24);
  LanguageTrainer trainer(
      reader.model, text,
      {.sequence_length = 20, .batch_size = 4, .steps = 150, .learning_rate = 0.01f});
  while (!trainer.done()) trainer.step();
  const std::vector<Token> part(text.begin(), text.begin() + 120);  // one stream, two windows
  const Score whole = in_one_pass(reader, part);
  CHECK(reader.loss(part) == doctest::Approx(whole.loss()).epsilon(1e-4));
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
  const Score whole = in_one_pass(reader, text);
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
  const auto text = random_tokens(150, 9, 3);
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

TEST_CASE("a text's loss that is not finite is an error") {
  LanguageModel model({.vocabulary = 3, .embedding_dim = 2, .units = {2}});
  model.sequential().parameters().values()[0] = std::numeric_limits<float>::quiet_NaN();
  LanguageEvaluation evaluation(model, {1, 0, 1});
  CHECK_THROWS_WITH_AS(evaluation.step(), "lstm: expected a finite loss, got nan",
                       std::runtime_error);
}
