// Sorting in little code, a tenth of std::sort's, for lists that are short or seldom sorted.
#pragma once

#include <algorithm>

namespace lstm {

template <class Range, class Less = std::ranges::less>
void heap_sort(Range& range, Less less = {}) {
  std::ranges::make_heap(range, less);
  std::ranges::sort_heap(range, less);
}

}  // namespace lstm
