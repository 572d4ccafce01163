// Tokenizer, stream, sampler.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "learning/batch.hpp"
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

TEST_CASE("with an unknown token, what was not learned is that one") {
  const CharTokenizer tokenizer("ba", true);
  CHECK(tokenizer.vocabulary() == std::vector<std::string>{"<unknown>", "a", "b"});
  CHECK(tokenizer.encode("ab\xC3\xA9<") == std::vector<Token>{1, 2, 0, 0});
  CHECK(tokenizer.decode(std::vector<Token>{2, 0}) == "b<unknown>");
}

namespace {

std::vector<Token> counting(Index size) {
  std::vector<Token> text;
  for (Index n = 0; n < size; ++n) text.push_back(static_cast<Token>(n));
  return text;
}

}  // namespace

TEST_CASE("streams are contiguous slices, windows go on where the last ended") {
  TextStream stream(counting(17), 2, 4);  // two streams of 8
  REQUIRE(stream.windows() == 2);
  for (int round = 0; round < 2; ++round) {
    for (Index window = 0; window < 2; ++window) {
      CHECK(stream.window() == window);
      const SingleBatch batch = stream.next();
      CHECK(batch.x.time == 4);
      CHECK(batch.x.batch == 2);
      for (Index t = 0; t < 4; ++t) {
        for (Index b = 0; b < 2; ++b) {
          const auto row = static_cast<std::size_t>(t * 2 + b);
          CHECK(batch.x.tokens[row] == b * 8 + window * 4 + t);
          CHECK(batch.y.labels[row] == batch.x.tokens[row] + 1);
        }
      }
    }
  }
}

namespace {

// What a stream has told by now: how often each token was a target, and where each row goes on.
struct Reading {
  std::vector<int> targets;
  std::vector<Token> next;

  void follow(const SingleBatch& batch, bool begins) {
    for (Index b = 0; b < batch.x.batch; ++b) {
      for (Index t = 0; t < batch.x.time; ++t) {
        const auto row = static_cast<std::size_t>(t * batch.x.batch + b);
        if (!batch.x.mask.empty() && !batch.x.mask[row]) continue;
        Token& expected = next[static_cast<std::size_t>(b)];
        const Token read = batch.x.tokens[row];
        if (!begins || t > 0) CHECK(read == expected);
        expected = batch.y.labels[row];
        CHECK(expected == read + 1);
        ++targets[static_cast<std::size_t>(expected)];
      }
    }
  }
};

}  // namespace

TEST_CASE("in an epoch every token but the first is a target once, whatever the lengths") {
  for (const Index size : {2, 3, 5, 17, 18, 23, 24, 25, 60}) {
    for (const Index batch : {1, 2, 3, 7}) {
      for (const Index time : {1, 2, 4, 11, 100}) {
        CAPTURE(size);
        CAPTURE(batch);
        CAPTURE(time);
        TextStream stream(counting(size), batch, time);
        for (int epoch = 1; epoch <= 2; ++epoch) {
          Reading reading{std::vector<int>(static_cast<std::size_t>(size)),
                          std::vector<Token>(static_cast<std::size_t>(stream.batch()))};
          for (Index n = 0; n < stream.windows(); ++n) {
            CHECK(stream.window() == n);
            reading.follow(stream.next(), n == 0);
          }
          CHECK(reading.targets.front() == 0);
          reading.targets.front() = 1;
          CHECK(reading.targets == std::vector<int>(static_cast<std::size_t>(size), 1));
        }
      }
    }
  }
}

TEST_CASE("a last window has the steps that are left; shorter streams sit its last one out") {
  TextStream stream(counting(24), 2, 5);  // streams of 12 and 11
  REQUIRE(stream.windows() == 3);
  for (int n = 0; n < 2; ++n) CHECK(stream.next().x.mask.empty());
  const SingleBatch last = stream.next();
  CHECK(last.x.time == 2);
  CHECK(std::ranges::equal(last.x.mask, std::vector<Flag>{1, 1, 1, 0}));
  CHECK(std::ranges::equal(last.x.tokens, std::vector<Token>{10, 22, 11, 0}));
  CHECK(std::ranges::equal(last.y.labels, std::vector<Token>{11, 23, 12, 0}));
}

TEST_CASE("a short text has fewer streams, then a shorter window; one token is refused") {
  const auto shape = [](Index size) {
    const TextStream stream(counting(size), 4, 8);
    return std::array{stream.batch(), stream.time(), stream.windows()};
  };
  CHECK(shape(33) == std::array<Index, 3>{4, 8, 1});
  CHECK(shape(32) == std::array<Index, 3>{3, 8, 2});
  CHECK(shape(16) == std::array<Index, 3>{1, 8, 2});
  CHECK(shape(8) == std::array<Index, 3>{1, 7, 1});
  CHECK(shape(2) == std::array<Index, 3>{1, 1, 1});
  CHECK_THROWS_WITH_AS(TextStream(counting(1), 4, 8),
                       "lstm: expected a text of at least 2 tokens, got 1", std::invalid_argument);
  CHECK_THROWS_AS(TextStream({}, 1, 1), std::invalid_argument);
  CHECK_THROWS_AS(TextStream(counting(9), 0, 4), std::out_of_range);
  CHECK_THROWS_AS(TextStream(counting(9), 2, 0), std::out_of_range);
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

TEST_CASE("what is excluded is never drawn, however probable, and the others are as they were") {
  const float logits[4] = {30, std::log(2.0f), std::log(5.0f), std::log(1.0f)};
  const auto shares = [&](SamplerConfig config) {
    Sampler sampler(config);
    sampler.check(4);
    std::vector<double> count(4);
    for (int n = 0; n < 20000; ++n) {
      count[static_cast<std::size_t>(sampler.draw(logits, 4))] += 1 / 20000.0;
    }
    return count;
  };
  const auto without = shares({.exclude = {0}});
  CHECK(without[0] == 0);
  CHECK(without[1] == doctest::Approx(2 / 8.0).epsilon(0.04));
  CHECK(without[2] == doctest::Approx(5 / 8.0).epsilon(0.04));
  CHECK(shares({.temperature = 0, .exclude = {0}})[2] == doctest::Approx(1));
  CHECK(shares({.temperature = 1e-30f, .exclude = {0}})[2] == doctest::Approx(1));
  CHECK(shares({.top_k = 1, .exclude = {2, 0, 2}})[1] == doctest::Approx(1));
  const auto two = shares({.top_k = 2, .exclude = {0}});
  CHECK(two[0] + two[3] == 0);
  CHECK(two[1] == doctest::Approx(2 / 7.0).epsilon(0.04));
  const auto nucleus = shares({.top_p = 0.7f, .exclude = {0}});  // 5/8 and 2/8 reach it
  CHECK(nucleus[0] + nucleus[3] == 0);
  CHECK(nucleus[2] == doctest::Approx(5 / 7.0).epsilon(0.04));
  CHECK(shares({.exclude = {0, 1, 2}})[3] == doctest::Approx(1));
}

TEST_CASE("to exclude all tokens, or one that is not there, is refused") {
  CHECK_THROWS_WITH_AS(Sampler({.exclude = {0, 1, 1, 2}}).check(3),
                       "lstm: expected exclude to leave a token to draw, got all 3",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(Sampler({.exclude = {0, 3}}).check(3),
                       "lstm: expected tokens below 3 in exclude, got 3", std::out_of_range);
  CHECK_THROWS_WITH_AS(Sampler({.exclude = {2, -1}}).check(3),
                       "lstm: expected tokens below 3 in exclude, got -1", std::out_of_range);
  CHECK_NOTHROW(Sampler({.exclude = {0, 1}}).check(3));
}
