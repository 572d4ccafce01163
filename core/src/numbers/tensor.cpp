#include "lstm/tensor.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

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

namespace {

// Elements of a step, or of a sample where there is no second axis.
Index row_size(const Shape& shape) {
  const std::size_t axes = std::min<std::size_t>(shape.size(), 2);
  return element_count({shape.begin() + static_cast<std::ptrdiff_t>(axes), shape.end()});
}

void check_lengths(const Tensor& tensor, const char* what, Index least) {
  const Shape& shape = tensor.shape;
  require(shape.size() >= 2 && static_cast<Index>(tensor.lengths.size()) == shape[0], "expected ",
          shape.empty() ? 0 : shape[0], " lengths in ", what, ", got ", tensor.lengths.size());
  for (std::size_t n = 0; n < tensor.lengths.size(); ++n) {
    const Index length = tensor.lengths[n];
    require(length >= least && length <= shape[1], "expected ", least, " to ", shape[1],
            " steps in ", what, ", got ", length, " at [", n, "]");
  }
}

bool is_whole(float value) { return std::abs(value) < 2147483648.0f && value == std::floor(value); }

}  // namespace

Index Tensor::size() const {
  if (!ragged()) return element_count(shape);
  const auto steps = std::accumulate(lengths.begin(), lengths.end(), std::int64_t{0});
  require_range(steps <= std::numeric_limits<Index>::max(), "expected fewer steps, got ", steps);
  return element_count({static_cast<Index>(steps), row_size(shape)});
}

void check_size(const Tensor& tensor, const char* what, Index least) {
  if (tensor.ragged()) check_lengths(tensor, what, least);
  const auto held = std::visit([](const auto& data) { return data.size(); }, tensor.data);
  const Index expected = tensor.size();
  require(static_cast<Index>(held) == expected, "expected ", expected, " elements in ", what,
          " of shape ", tensor.shape, ", got ", held);
}

std::vector<float> as_values(const Tensor& tensor) {
  return std::visit([](const auto& data) { return std::vector<float>(data.begin(), data.end()); },
                    tensor.data);
}

std::vector<Token> as_tokens(const Tensor& tensor, const char* what, std::span<const Flag> counts) {
  if (const auto* tokens = std::get_if<std::vector<Token>>(&tensor.data)) return *tokens;
  const auto& values = std::get<std::vector<float>>(tensor.data);
  const std::size_t row = counts.empty() ? 1 : values.size() / counts.size();
  std::vector<Token> tokens(values.size());
  for (std::size_t n = 0; n < values.size(); ++n) {
    const bool whole = is_whole(values[n]);
    require(whole || (!counts.empty() && !counts[n / row]), "expected whole numbers in ", what,
            ", got ", values[n], " at ", position(tensor, static_cast<Index>(n)));
    tokens[n] = whole ? static_cast<Token>(values[n]) : 0;
  }
  return tokens;
}

Shape position(const Tensor& tensor, Index offset) {
  const Shape& shape = tensor.shape;
  Shape at(shape.size());
  for (std::size_t axis = shape.size(); axis-- > (tensor.ragged() ? 2u : 0u);) {
    at[axis] = offset % shape[axis];
    offset /= shape[axis];
  }
  if (!tensor.ragged()) return at;
  for (const Index length : tensor.lengths) {
    if (offset < length) break;
    offset -= length;
    ++at[0];
  }
  at[1] = offset;
  return at;
}

}  // namespace lstm
