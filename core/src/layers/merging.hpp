// How values of several are made one: y = f(x), and d_x of all those for which there is memory.
#pragma once

#include <span>

#include "lstm/matrix.hpp"

namespace lstm {

struct Merging {
  void (*forward)(std::span<const ConstView> x, View y);
  void (*backward)(std::span<const ConstView> x, ConstView d_y, std::span<const View> d_x);

  static const Merging sum, product, mean;
  static const Merging join;  // side by side: features add up
};

}  // namespace lstm
