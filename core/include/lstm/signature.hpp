// What a layer or a model reads or gives.
#pragma once

#include <initializer_list>
#include <vector>

#include "lstm/matrix.hpp"

namespace lstm {

// Sizes of a few axes, at most three.
class Axes {
 public:
  Axes() = default;
  Axes(std::initializer_list<Index> sizes) {
    for (const Index size : sizes) push_back(size);
  }

  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  void push_back(Index size) { sizes_[count_++] = size; }
  Index* begin() { return sizes_; }
  Index* end() { return sizes_ + count_; }
  const Index* begin() const { return sizes_; }
  const Index* end() const { return sizes_ + count_; }
  Index& operator[](std::size_t n) { return sizes_[n]; }
  Index operator[](std::size_t n) const { return sizes_[n]; }
  Index back() const { return sizes_[count_ - 1]; }

 private:
  Index sizes_[3] = {};
  std::size_t count_ = 0;
};

struct Signature {
  Index features = 0;     // numbers a row; how many tokens there are
  bool sequence = false;  // is there a time axis?
  bool tokens = false;    // whole numbers for an embedding
  Index time = 0;         // steps, where so many are wanted; else 0
  bool input = false;     // does it come from outside, and not from a layer?
  // Of a row that has more than one: height, width, channels. Their product is `features`.
  Axes axes = {};

  // Of the last axis.
  Index channels() const { return axes.empty() ? features : axes.back(); }

  // What a layer gives that makes so many of them, and leaves the other axes as they are. Throws
  // std::out_of_range where the features are too many.
  Signature with_channels(Index count) const;
};

// Of a shape as Keras has it, without the batch: [features], [steps, features],
// [height, width, channels] or [steps, height, width, channels]. The steps may be of any number,
// and are then not in it. Features 0 where there are no or too many axes, or one that is 0.
Signature signature_of(const std::vector<Index>& shape, bool any_time = false);

// The other way round, of so many steps as there are.
std::vector<Index> axes_of(const Signature& signature);

// Of a row alone.
std::vector<Index> row_axes(const Signature& signature);

}  // namespace lstm
