#include "lstm/matrix.hpp"

#include <limits>

#include "lstm/error.hpp"

namespace lstm {

View Buffer::view(Index rows, Index cols) {
  constexpr Index most = std::numeric_limits<Index>::max() / static_cast<Index>(sizeof(float));
  require_range(cols == 0 || rows <= most / cols, "expected a matrix that fits in memory, got ",
                rows, " x ", cols);
  const auto size = static_cast<std::size_t>(rows * cols);
  if (memory_.size() < size) memory_.resize(size);
  return {memory_.data(), rows, cols};
}

}  // namespace lstm
