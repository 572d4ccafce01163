// A run of numbers in a block.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm {

struct Range {
  Index first, size;
};

}  // namespace lstm
