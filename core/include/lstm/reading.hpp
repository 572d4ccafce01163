// What a model makes of what it reads: how probable each token of a text was, what might come after
// it, and every gate at every step.
#pragma once

#include <string>
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

// The probability of every token after a text. The model must outlive it.
class NextToken {
 public:
  // Throws std::invalid_argument for an empty text, std::out_of_range for an unknown token.
  NextToken(LanguageModel& model, std::vector<Token> text);

  bool step();  // reads a window more; false when there is none
  const std::vector<float>& result() const { return result_; }  // [V]

 private:
  TextPass pass_;
  std::vector<float> result_;
};

// What a cell shows: its gates and the parts of its state, all of one shape. Of an LSTM the gates
// i, f, g, o, the cell c and the output h.
struct Gate {
  std::string name;
  Tensor values;
};
using Gates = std::vector<Gate>;

// Those of each recurrent layer along a text, [N, H].
class Inspection {
 public:
  // Throws std::invalid_argument for an empty text, std::out_of_range for an unknown token.
  Inspection(LanguageModel& model, std::vector<Token> text);

  bool step();  // reads a window more; false when there is none
  const std::vector<Gates>& layers() const& { return layers_; }
  std::vector<Gates> layers() && { return std::move(layers_); }

 private:
  const Network& network_;
  TextPass pass_;
  std::vector<Gates> layers_;
};

// Those of each recurrent layer for N sequences, [N, T, H], as long as those; of a bidirectional
// layer first those of its forward half, then those of its backward half, both in the input's
// order. It begins with the states that stateful layers carry, in a training with zeros, and leaves
// them. Throws as Sequential::inputs does, and std::invalid_argument where N is not what the states
// are of.
std::vector<Gates> inspect(Sequential& model, Tensors x);
std::vector<Gates> inspect(Sequential& model, const Tensor& x);  // of one input

}  // namespace lstm
