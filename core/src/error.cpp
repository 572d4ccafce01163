#include "lstm/error.hpp"

#include <cstdio>

namespace lstm::detail {

std::string describe(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  return text;
}

std::string describe(const std::vector<std::ptrdiff_t>& shape) {
  std::string text = "[";
  for (const auto extent : shape) {
    if (text.size() > 1) text += ", ";
    text += std::to_string(extent);
  }
  return text + "]";
}

}  // namespace lstm::detail
