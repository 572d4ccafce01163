#include "lstm/text_stream.hpp"

#include <algorithm>

#include "learning/batch.hpp"
#include "lstm/error.hpp"

namespace lstm {

TextStream::TextStream(std::vector<Token> text, Index batch, Index time) : text_(std::move(text)) {
  require_range(batch >= 1, "expected batchSize >= 1, got ", batch);
  require_range(time >= 1, "expected sequenceLength >= 1, got ", time);
  const auto size = static_cast<Index>(text_.size());
  require(size >= 2, "expected a text of at least 2 tokens, got ", size);
  const Index predictions = size - 1;
  batch_ = std::clamp(predictions / time, Index{1}, batch);
  time_ = std::min(time, predictions);
  length_ = (predictions + batch_ - 1) / batch_;
  longest_ = predictions - (length_ - 1) * batch_;
  windows_ = (length_ + time_ - 1) / time_;
  if (longest_ == batch_) return;
  const Index last = length_ - (windows_ - 1) * time_;
  mask_.assign(static_cast<std::size_t>(last * batch_), 1);
  std::fill(mask_.end() - (batch_ - longest_), mask_.end(), Flag{0});
}

SingleBatch TextStream::next() {
  const Index first = window_ * time_;
  const Index T = std::min(time_, length_ - first);
  x_.resize(static_cast<std::size_t>(T * batch_));
  y_.resize(x_.size());
  for (Index b = 0; b < batch_; ++b) copy_stream(b, first);
  const std::span<const Flag> mask =
      at_last() ? std::span<const Flag>(mask_) : std::span<const Flag>();
  window_ = at_last() ? 0 : window_ + 1;
  return {{T, batch_, {}, x_, {}, mask}, {{}, y_}};
}

// The steps of a stream from its step `first` on; zeros where it has ended.
void TextStream::copy_stream(Index b, Index first) {
  const Index start = b * (length_ - 1) + std::min(b, longest_);
  const Index end = length_ - (b < longest_ ? 0 : 1);
  const Token* from = text_.data() + start;
  for (auto row = static_cast<std::size_t>(b); row < x_.size();
       row += static_cast<std::size_t>(batch_)) {
    x_[row] = first < end ? from[first] : 0;
    y_[row] = first < end ? from[first + 1] : 0;
    ++first;
  }
}

}  // namespace lstm
