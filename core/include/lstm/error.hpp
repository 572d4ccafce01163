// How the library says no: what was expected, and what came.
//
//   lstm: expected tokens below 1000 in embedding, got 1003 at [2, 5]
//
// std::invalid_argument: a wrong kind or shape.  std::out_of_range: a value beyond its range.
// std::logic_error itself: a call out of order.  std::runtime_error: training diverged.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lstm {

namespace detail {

std::string describe(double value);
std::string describe(const std::vector<std::ptrdiff_t>& shape);  // [2, 5]
inline std::string describe(std::string_view text) { return std::string(text); }
inline std::string describe(const char* text) { return text; }
inline std::string describe(float value) { return describe(static_cast<double>(value)); }
template <std::integral Integer>
std::string describe(Integer value) {
  return std::to_string(value);
}

}  // namespace detail

// "lstm: " and the parts, one after the other.
template <class... Parts>
std::string message(const Parts&... parts) {
  return ("lstm: " + ... + detail::describe(parts));
}

template <class... Parts>
void require(bool ok, const Parts&... parts) {
  if (!ok) throw std::invalid_argument(message(parts...));
}

template <class... Parts>
void require_range(bool ok, const Parts&... parts) {
  if (!ok) throw std::out_of_range(message(parts...));
}

}  // namespace lstm
