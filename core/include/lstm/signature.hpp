// What a layer or a model reads or gives.
#pragma once

#include <vector>

#include "lstm/matrix.hpp"

namespace lstm {

struct Signature {
  Index features = 0;     // numbers a row; how many tokens there are
  bool sequence = false;  // is there a time axis?
  bool tokens = false;    // whole numbers for an embedding
  Index time = 0;         // steps, where so many are wanted; else 0
  bool input = false;     // does it come from outside, and not from a layer?
  // Of a row that has more than one: height, width, channels. Their product is `features`.
  std::vector<Index> axes = {};
};

}  // namespace lstm
