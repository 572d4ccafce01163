// A language model as a whole: it learns, writes, and says no.
#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "rhyme_reader.hpp"

using namespace lstm;

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
