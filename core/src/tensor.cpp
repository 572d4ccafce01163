#include "lstm/tensor.hpp"

#include <cmath>
#include <limits>

#include "lstm/error.hpp"

namespace lstm {

void check_extent(Index size, const char* what, const std::string& layer) {
  require_range(size >= 1, "expected ", what, " >= 1 in '", layer, "', got ", size);
  require_range(size <= largest_size, "expected ", what, " <= ", largest_size, " in '", layer,
                "', got ", size);
}

Index element_count(const Shape& shape) {
  Index count = 1;
  for (const Index extent : shape) {
    require_range(extent >= 0, "expected extents of 0 or more, got shape ", shape);
    require_range(extent == 0 || count <= std::numeric_limits<Index>::max() / extent,
                  "expected a shape that fits in memory, got ", shape);
    count *= extent;
  }
  return count;
}

void check_size(const Tensor& tensor, const char* what) {
  const auto held = std::visit([](const auto& data) { return data.size(); }, tensor.data);
  const Index expected = tensor.size();
  require(static_cast<Index>(held) == expected, "expected ", expected, " elements in ", what,
          " of shape ", tensor.shape, ", got ", held);
}

std::vector<float> as_values(const Tensor& tensor) {
  return std::visit([](const auto& data) { return std::vector<float>(data.begin(), data.end()); },
                    tensor.data);
}

std::vector<Token> as_tokens(const Tensor& tensor, const char* what) {
  if (const auto* tokens = std::get_if<std::vector<Token>>(&tensor.data)) return *tokens;
  const auto& values = std::get<std::vector<float>>(tensor.data);
  std::vector<Token> tokens(values.size());
  for (std::size_t n = 0; n < values.size(); ++n) {
    const bool whole = std::abs(values[n]) < 2147483648.0f && values[n] == std::floor(values[n]);
    require(whole, "expected whole numbers in ", what, ", got ", values[n], " at ",
            position(tensor.shape, static_cast<Index>(n)));
    tokens[n] = static_cast<Token>(values[n]);
  }
  return tokens;
}

Shape position(const Shape& shape, Index offset) {
  Shape at(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    at[axis] = offset % shape[axis];
    offset /= shape[axis];
  }
  return at;
}

}  // namespace lstm
