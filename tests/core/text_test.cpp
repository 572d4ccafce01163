// Tokenizer, stream, sampler.
#include <doctest/doctest.h>

#include <cmath>

#include "lstm/sampler.hpp"
#include "lstm/text_stream.hpp"
#include "lstm/tokenizer.hpp"

using namespace lstm;

TEST_CASE("the tokenizer's vocabulary is every code point, in ascending order") {
  const CharTokenizer tokenizer(
      "b\xC3\xA9"
      "a\xF0\x9F\x90\x8B"
      "b");  // b é a whale b
  CHECK(tokenizer.vocabulary() ==
        std::vector<std::string>{"a", "b", "\xC3\xA9", "\xF0\x9F\x90\x8B"});
  const std::string text =
      "\xF0\x9F\x90\x8B"
      "ab\xC3\xA9";
  CHECK(tokenizer.encode(text) == std::vector<Token>{3, 0, 1, 2});
  CHECK(tokenizer.decode(tokenizer.encode(text)) == text);
}

TEST_CASE("the tokenizer names what it does not know") {
  const CharTokenizer tokenizer("ab");
  CHECK_THROWS_WITH_AS(tokenizer.encode("abc"),
                       "lstm: expected characters of the vocabulary (2), got 'c' at 2",
                       std::out_of_range);
  const std::vector<Token> tokens{0, 2};
  CHECK_THROWS_WITH_AS(tokenizer.decode(tokens), "lstm: expected tokens below 2, got 2",
                       std::out_of_range);
  CHECK_THROWS_AS(CharTokenizer(""), std::invalid_argument);
  for (const char* broken : {"\x80", "a\xC3", "\xC0\xAF", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    CHECK_THROWS_AS(CharTokenizer{broken}, std::invalid_argument);
  }
}

namespace {

std::vector<Token> counting(Index size) {
  std::vector<Token> text;
  for (Index n = 0; n < size; ++n) text.push_back(static_cast<Token>(n));
  return text;
}

}  // namespace

TEST_CASE("streams are contiguous slices, windows go on where the last ended") {
  TextStream stream(counting(24), 2, 4, TextStream::Tail::drop);  // two streams of 11
  REQUIRE(stream.windows() == 2);
  for (int round = 0; round < 2; ++round) {
    for (Index window = 0; window < 2; ++window) {
      CHECK(stream.window() == window);
      const Batch batch = stream.next();
      CHECK(batch.x.time == 4);
      CHECK(batch.x.batch == 2);
      for (Index t = 0; t < 4; ++t) {
        for (Index b = 0; b < 2; ++b) {
          const auto row = static_cast<std::size_t>(t * 2 + b);
          CHECK(batch.x.tokens[row] == b * 11 + window * 4 + t);
          CHECK(batch.y.labels[row] == batch.x.tokens[row] + 1);
        }
      }
    }
  }
}

TEST_CASE("with its tail kept, a stream covers every prediction") {
  TextStream stream(counting(24), 2, 4, TextStream::Tail::keep);
  REQUIRE(stream.windows() == 3);
  std::size_t predictions = 0;
  for (int n = 0; n < 3; ++n) predictions += stream.next().y.labels.size();
  CHECK(predictions == 22);
}

TEST_CASE("a text shorter than one window is refused in numbers") {
  CHECK_THROWS_WITH_AS(TextStream(counting(8), 2, 4, TextStream::Tail::drop),
                       "lstm: expected a text of at least 9 tokens, got 8", std::invalid_argument);
  CHECK_NOTHROW(TextStream(counting(9), 2, 4, TextStream::Tail::drop));
  CHECK_THROWS_AS(TextStream({}, 1, 1, TextStream::Tail::keep), std::invalid_argument);
  CHECK_THROWS_AS(TextStream(counting(9), 0, 4, TextStream::Tail::drop), std::out_of_range);
  CHECK_THROWS_AS(TextStream(counting(9), 2, 0, TextStream::Tail::drop), std::out_of_range);
}

TEST_CASE("the sampler draws as often as softmax(logits / temperature) says") {
  const float logits[3] = {0, std::log(2.0f), std::log(5.0f)};
  const auto shares = [&](float temperature) {
    Sampler sampler({.temperature = temperature, .seed = 1});
    std::vector<double> count(3);
    for (int n = 0; n < 40000; ++n) count[static_cast<std::size_t>(sampler.draw(logits, 3))] += 1;
    return std::vector<double>{count[0] / 40000, count[1] / 40000, count[2] / 40000};
  };
  const auto one = shares(1), half = shares(0.5f);
  CHECK(one[0] == doctest::Approx(1 / 8.0).epsilon(0.04));
  CHECK(one[1] == doctest::Approx(2 / 8.0).epsilon(0.04));
  CHECK(half[0] == doctest::Approx(1 / 30.0).epsilon(0.1));
  CHECK(half[2] == doctest::Approx(25 / 30.0).epsilon(0.04));
  CHECK(shares(0)[2] == 1);
  CHECK(shares(1e-30f)[2] == 1);
}

TEST_CASE("the same seed draws the same; a temperature that is no number is refused") {
  const float logits[4] = {0, 0, 0, 0};
  Sampler a({.seed = 5}), b({.seed = 5});
  for (int n = 0; n < 100; ++n) CHECK(a.draw(logits, 4) == b.draw(logits, 4));
  CHECK_THROWS_AS(Sampler({.temperature = -1}), std::out_of_range);
  CHECK_THROWS_AS(Sampler({.temperature = std::nanf("")}), std::out_of_range);
  CHECK_THROWS_AS(Sampler({.top_k = -1}), std::out_of_range);
  CHECK_THROWS_AS(Sampler({.top_p = 0}), std::out_of_range);
  CHECK_THROWS_AS(Sampler({.top_p = 1.1f}), std::out_of_range);
}

TEST_CASE("top k and top p draw among the most probable only, in their proportions") {
  const float logits[4] = {std::log(0.1f), std::log(0.4f), std::log(0.2f), std::log(0.3f)};
  const auto shares = [&](SamplerConfig config) {
    Sampler sampler(config);
    std::vector<double> count(4);
    for (int n = 0; n < 20000; ++n) {
      count[static_cast<std::size_t>(sampler.draw(logits, 4))] += 1 / 20000.0;
    }
    return count;
  };
  const auto two = shares({.top_k = 2});
  CHECK(two[0] + two[2] == 0);
  CHECK(two[1] == doctest::Approx(4 / 7.0).epsilon(0.04));
  CHECK(shares({.top_k = 1})[1] == doctest::Approx(1));
  const auto nucleus = shares({.top_p = 0.65f});  // 0.4 and 0.3 reach it
  CHECK(nucleus[0] + nucleus[2] == 0);
  CHECK(nucleus[3] == doctest::Approx(3 / 7.0).epsilon(0.04));
  const auto both = shares({.top_k = 3, .top_p = 0.5f});  // of 0.9, half is 0.45: 0.4 and 0.3
  CHECK(both[0] + both[2] == 0);
  const auto all = shares({.top_k = 9, .top_p = 1});
  CHECK(all[0] == doctest::Approx(0.1).epsilon(0.1));
}
