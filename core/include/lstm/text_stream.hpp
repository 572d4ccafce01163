// A text read as B parallel streams, each a contiguous slice of it, T tokens a window.
#pragma once

#include "lstm/tensor.hpp"

namespace lstm {

struct SingleBatch;

// Every window gives x = its tokens and y = the token after each. Row b of a window goes on where
// row b of the one before it ended, so that a state carried between them stays true. From start to
// end every token but the first is a target once: the last window has the steps that are left, and
// where the streams do not share the tokens equally, its last step is masked in the shorter ones.
class TextStream {
 public:
  // A text too short for `batch` streams of a whole window has as many streams as do, at least one;
  // and one too short for that a shorter window. Throws std::out_of_range for batch or time < 1 and
  // std::invalid_argument for a text of fewer than two tokens.
  TextStream(std::vector<Token> text, Index batch, Index time);

  Index batch() const { return batch_; }
  Index time() const { return time_; }
  Index windows() const { return windows_; }      // from start to end
  Index window() const { return window_; }        // the one that next() gives; 0: states begin anew
  void go_to(Index window) { window_ = window; }  // 0 ... windows() - 1
  SingleBatch next();                             // begins anew after the last window

 private:
  bool at_last() const { return window_ + 1 == windows_; }
  void copy_stream(Index b, Index first);

  std::vector<Token> text_;
  Index batch_, time_;
  Index length_;   // predictions of the longest stream
  Index longest_;  // so many streams, the first, are as long; the others have one less
  Index windows_;
  Index window_ = 0;
  std::vector<Token> x_, y_;  // [T * B]
  std::vector<Flag> mask_;    // of the last window; empty where all streams are as long
};

}  // namespace lstm
