// What crosses the library's border: a shape and its elements, batch first, last axis fastest.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "lstm/matrix.hpp"

namespace lstm {

using Shape = std::vector<Index>;
using Token = std::int32_t;
using Flag = std::uint8_t;  // of a mask: 0 or 1

// The most that a layer's size or a table's length may be, so that small multiples of it and of
// each other's sums stay within 32 bits.
inline constexpr Index largest_size = Index{1} << 24;

// Throws std::out_of_range unless 1 <= size <= largest_size. `what` names it: units in 'lstm'.
void check_extent(Index size, const char* what, const std::string& layer);

// Elements that a shape holds. Throws std::out_of_range for a negative extent or an overflow.
Index element_count(const Shape& shape);

struct Tensor {
  Shape shape;
  std::variant<std::vector<float>, std::vector<Token>> data;

  Index size() const { return element_count(shape); }
};

// Checks that a tensor holds as many elements as its shape says. `what` names it in the error.
void check_size(const Tensor& tensor, const char* what);

// The elements as numbers, or as whole numbers >= 0. The latter throws std::invalid_argument, with
// the position, where an element is not one.
std::vector<float> as_values(const Tensor& tensor);
std::vector<Token> as_tokens(const Tensor& tensor, const char* what);

// Where the element at a flat offset stands: [2, 5].
Shape position(const Shape& shape, Index offset);

}  // namespace lstm
