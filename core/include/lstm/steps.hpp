// Where the steps of N sequences lie, one sequence after the other: T each, or of lengths of their
// own.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "lstm/tensor.hpp"

namespace lstm {

class Steps {
 public:
  Steps(Index N, Index T, std::span<const Index> lengths = {});
  // Of a tensor's second axis; of one that has none, a step each.
  explicit Steps(const Tensor& tensor);

  bool ragged() const { return !begins_.empty(); }
  Index count() const { return N_; }
  Index begin(Index n) const { return ragged() ? begins_[static_cast<std::size_t>(n)] : n * T_; }
  Index length(Index n) const { return begin(n + 1) - begin(n); }
  Index total() const { return begin(N_); }

  std::vector<Index> lengths() const;  // empty unless ragged

  // Of the longest of some sequences.
  Index longest(std::span<const Index> sequences) const;
  // Of the longest of all.
  Index longest() const { return T_; }

  // Rows [total, F] of some sequences -> to [T, B, F], zeros after the end of the shorter ones.
  template <class Element>
  void gather_time_major(const Element* rows, std::span<const Index> sequences, Index T, Index F,
                         Element* to) const {
    const auto B = static_cast<Index>(sequences.size());
    for (Index b = 0; b < B; ++b) {
      const Index n = sequences[static_cast<std::size_t>(b)], L = std::min(length(n), T);
      const Element* from = rows + begin(n) * F;
      for (Index t = 0; t < L; ++t) std::copy_n(from + t * F, F, to + (t * B + b) * F);
      for (Index t = L; t < T; ++t) std::fill_n(to + (t * B + b) * F, F, Element{});
    }
  }

 private:
  Index N_, T_;
  std::vector<Index> begins_;  // [N + 1] where lengths differ
};

}  // namespace lstm
