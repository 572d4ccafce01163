// A small language model, and a rhyme for it to read.
#pragma once

#include <string>
#include <vector>

#include "lstm/language_model.hpp"
#include "lstm/reading.hpp"
#include "lstm/tokenizer.hpp"

inline const std::string rhyme =
    "the tide comes in, the boats go out, the gulls walk over the wet sand; "
    "a rope, a lamp, a bell without a hand to ring it, and the long wind from the land. ";

struct Reader {
  lstm::CharTokenizer tokenizer{rhyme};
  lstm::LanguageModel model{
      {.vocabulary = tokenizer.size(), .embedding_dim = 16, .units = {48}, .seed = 2}};

  std::vector<lstm::Token> text(int times) const {
    std::string all;
    for (int n = 0; n < times; ++n) all += rhyme;
    return tokenizer.encode(all);
  }
  double loss(const std::vector<lstm::Token>& text) {
    lstm::LanguageEvaluation evaluation(model, text);
    while (evaluation.step()) {
    }
    return evaluation.score().loss();
  }
  std::string write(const std::string& prompt, int length, float temperature = 0) {
    lstm::Generator generator(model, tokenizer.encode(prompt),
                              lstm::Sampler({.temperature = temperature, .seed = 3}));
    std::vector<lstm::Token> tokens;
    for (int n = 0; n < length; ++n) tokens.push_back(generator.next());
    return tokenizer.decode(tokens);
  }
};
