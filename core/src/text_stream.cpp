#include "lstm/text_stream.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

TextStream::TextStream(std::vector<Token> text, Index batch, Index time, Tail tail)
    : text_(std::move(text)), batch_(batch), time_(time) {
  require_range(batch >= 1, "expected batchSize >= 1, got ", batch);
  require_range(time >= 1, "expected sequenceLength >= 1, got ", time);
  const auto size = static_cast<Index>(text_.size());
  const std::int64_t steps = tail == Tail::drop ? time : 1;
  const std::int64_t least = steps * batch + 1;  // more than 32 bits hold, for wild settings
  require(size >= least, "expected a text of at least ", least, " tokens, got ", size);
  length_ = (size - 1) / batch;
  windows_ = length_ / time + (tail == Tail::keep && length_ % time > 0);
}

Batch TextStream::next() {
  const Index first = window_ * time_;
  const Index T = std::min(time_, length_ - first);
  x_.resize(static_cast<std::size_t>(T * batch_));
  y_.resize(x_.size());
  for (Index b = 0; b < batch_; ++b) {
    const Token* from = text_.data() + b * length_ + first;
    for (Index t = 0; t < T; ++t) {
      const auto row = static_cast<std::size_t>(t * batch_ + b);
      x_[row] = from[t];
      y_[row] = from[t + 1];
    }
  }
  window_ = (window_ + 1) % windows_;
  return {{T, batch_, {}, x_, {}}, {{}, y_}};
}

}  // namespace lstm
