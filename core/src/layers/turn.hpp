// Sequences from their ends.
#pragma once

#include <algorithm>
#include <span>

#include "lstm/matrix.hpp"

namespace lstm {

// Rows [T * B, F] with step t of a sequence of length L at L - 1 - t; padding stays where it is.
// No lengths: T each. Done twice it gives what was.
template <class Element>
void turn(const Element* from, Index T, Index B, Index F, std::span<const Index> lengths,
          Element* to) {
  for (Index t = 0; t < T; ++t) {
    for (Index b = 0; b < B; ++b) {
      const Index L = lengths.empty() ? T : lengths[static_cast<std::size_t>(b)];
      const Index place = t < L ? L - 1 - t : t;
      std::copy_n(from + (t * B + b) * F, F, to + (place * B + b) * F);
    }
  }
}

}  // namespace lstm
