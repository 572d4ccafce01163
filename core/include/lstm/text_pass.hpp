// A text read from its start as one sequence, some tokens at a time, the state carried on.
#pragma once

#include <vector>

#include "lstm/sequential.hpp"

namespace lstm {

// The model must outlive it. Every token must be one that the model knows.
class TextPass {
 public:
  TextPass(Sequential& model, std::vector<Token> text);

  static constexpr Index window = 64;  // that a long text is read by, so that all else has its turn

  const std::vector<Token>& text() const { return text_; }
  Index position() const { return position_; }  // tokens read
  Index left() const { return static_cast<Index>(text_.size()) - position_; }

  // Reads some more, 1 <= count <= left(), and gives the logits [count, V] of what comes after
  // each.
  ConstView read(Index count);

  // The text goes on with a token; what was read is forgotten.
  void go_on(Token token);

 private:
  Sequential& model_;
  States states_;
  std::vector<Token> text_;
  Index position_ = 0;
};

}  // namespace lstm
