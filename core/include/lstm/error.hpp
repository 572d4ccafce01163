// How the library says no: what was expected, and what came.
//
//   lstm: expected tokens below 1000 in embedding, got 1003 at [2, 5]
//
// std::invalid_argument: a wrong kind or shape.  std::out_of_range: a value beyond its range.
// std::logic_error itself: a call out of order.  std::runtime_error: training diverged.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lstm {

namespace detail {

// A part of a message, cheap to make: texts are only pointed to.
class Piece {
 public:
  Piece(const char* text) : Piece(std::string_view(text)) {}
  Piece(const std::string& text) : Piece(std::string_view(text)) {}
  Piece(std::string_view text) : kind_(Kind::text), text_(text) {}
  template <std::integral Whole>
  Piece(Whole number) : kind_(Kind::whole), whole_(static_cast<std::int64_t>(number)) {}
  template <std::floating_point Real>
  Piece(Real number) : kind_(Kind::real), real_(static_cast<double>(number)) {}
  Piece(const std::vector<std::ptrdiff_t>& shape) : kind_(Kind::shape), shape_(&shape) {}

  void append_to(std::string& message) const;

 private:
  enum class Kind { text, whole, real, shape } kind_;
  union {
    std::string_view text_;
    std::int64_t whole_;
    double real_;
    const std::vector<std::ptrdiff_t>* shape_;  // [2, 5]
  };
};

std::string join(std::initializer_list<Piece> pieces);
[[noreturn]] void refuse(std::initializer_list<Piece> pieces);        // std::invalid_argument
[[noreturn]] void refuse_range(std::initializer_list<Piece> pieces);  // std::out_of_range

}  // namespace detail

// "lstm: " and the parts, one after the other.
template <class... Parts>
std::string message(const Parts&... parts) {
  return detail::join({parts...});
}

template <class... Parts>
void require(bool ok, const Parts&... parts) {
  if (!ok) [[unlikely]]
    detail::refuse({parts...});
}

template <class... Parts>
void require_range(bool ok, const Parts&... parts) {
  if (!ok) [[unlikely]]
    detail::refuse_range({parts...});
}

}  // namespace lstm
