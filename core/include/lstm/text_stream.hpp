// A text read as B parallel streams, each a contiguous slice of it, T tokens a window.
#pragma once

#include "lstm/dataset.hpp"

namespace lstm {

// Every window gives x = its tokens and y = the token after each. Row b of a window goes on where
// row b of the one before it ended, so that a state carried between them stays true.
class TextStream {
 public:
  enum class Tail { drop, keep };  // a last window of fewer than T steps

  // Throws std::out_of_range for batch or time < 1 and std::invalid_argument for a text that is too
  // short: one window (drop) or one step (keep) a stream, and one token more.
  TextStream(std::vector<Token> text, Index batch, Index time, Tail tail);

  Index windows() const { return windows_; }  // from start to end
  Index tokens_per_window() const { return batch_ * time_; }
  Index window() const { return window_; }        // the one that next() gives; 0: states begin anew
  void go_to(Index window) { window_ = window; }  // 0 ... windows() - 1
  Batch next();                                   // begins anew after the last window

 private:
  std::vector<Token> text_;
  Index batch_, time_;
  Index length_;  // predictions a stream
  Index windows_;
  Index window_ = 0;
  std::vector<Token> x_, y_;  // [T * B]
};

}  // namespace lstm
