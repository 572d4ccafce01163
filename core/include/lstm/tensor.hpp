// What crosses the library's border: a shape and its elements, batch first, last axis fastest.
#pragma once

#include <cstdint>
#include <span>
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

// Ragged where samples are sequences of unequal lengths: then `lengths` [N] says how many steps
// each has, at most shape[1], and `data` holds the steps that there are, one sample after the
// other.
struct Tensor {
  Shape shape;
  std::variant<std::vector<float>, std::vector<Token>> data;
  std::vector<Index> lengths = {};

  bool ragged() const { return !lengths.empty(); }
  Index size() const;  // elements
};

// Of a state dict, or of states.
struct NamedTensor {
  std::string name;
  Shape shape;
  std::vector<float> values;
};

// Checks that a tensor holds as many elements as its shape and lengths say, and that these are no
// shorter than the least. `what` names it in the error.
void check_size(const Tensor& tensor, const char* what, Index least = 1);

// The elements as numbers.
std::vector<float> as_values(const Tensor& tensor);

// The elements as whole numbers. Throws std::invalid_argument, with the position, where one is not.
// A row that `counts` [rows] has as 0 may hold anything; what is no whole number is 0 then.
std::vector<Token> as_tokens(const Tensor& tensor, const char* what,
                             std::span<const Flag> counts = {});

// Where the element at a flat offset stands: [2, 5].
Shape position(const Tensor& tensor, Index offset);

}  // namespace lstm
