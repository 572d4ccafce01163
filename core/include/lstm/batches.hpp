// The samples of a data set, in order or shuffled, a batch at a time.
#pragma once

#include <span>
#include <vector>

#include "lstm/random.hpp"

namespace lstm {

class Batches {
 public:
  // Throws std::out_of_range for a batch_size < 1. The last batch may be smaller.
  Batches(Index samples, Index batch_size);

  Index count() const {
    return static_cast<Index>((order_.size() + batch_size_ - 1) / batch_size_);
  }
  // Fisher-Yates; begins anew. The order is of `random` alone, whatever was shuffled before: a fit
  // that goes on from a file finds the same.
  void shuffle(Random& random);
  void restart() { next_ = 0; }
  bool done() const { return next_ == order_.size(); }
  std::span<const Index> next();  // the samples of one more batch; not when done()

 private:
  std::vector<Index> order_;
  std::size_t batch_size_;
  std::size_t next_ = 0;
};

}  // namespace lstm
