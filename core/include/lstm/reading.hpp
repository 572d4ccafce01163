// What a language model makes of a text, read from its start: how probable each token was, and
// every gate at every step.
#pragma once

#include <array>
#include <vector>

#include "lstm/language_model.hpp"

namespace lstm {

// The natural logarithm of the probability of each token after the first. The model must outlive
// it.
class TextScoring {
 public:
  // Throws std::invalid_argument for fewer than two tokens, std::out_of_range for an unknown one.
  TextScoring(LanguageModel& model, std::vector<Token> text);

  bool step();  // reads a window more; false when there is none
  const std::vector<float>& result() const { return result_; }  // [N - 1]

 private:
  TextPass pass_;
  std::vector<float> result_;
};

// The gates i, f, g, o, the cell c and the output h of each LSTM layer, [N, H] each.
class Inspection {
 public:
  // Throws std::invalid_argument for an empty text, std::out_of_range for an unknown token.
  Inspection(LanguageModel& model, std::vector<Token> text);

  using Layer = std::array<Tensor, 6>;  // i, f, g, o, c, h

  bool step();  // reads a window more; false when there is none
  const std::vector<Layer>& layers() const { return layers_; }

 private:
  const Network& network_;
  TextPass pass_;
  std::vector<Layer> layers_;
};

}  // namespace lstm
