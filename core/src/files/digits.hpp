// Numbers in names.
#pragma once

#include <optional>
#include <string_view>

namespace lstm {

// A whole number of at most so many digits, up to nine; else none. std::stoi brings a page 3 kB.
template <class Number>
std::optional<Number> number_of(std::string_view digits, std::size_t most) {
  if (digits.empty() || digits.size() > most) return {};
  Number number = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return {};
    number = number * 10 + (digit - '0');
  }
  return number;
}

}  // namespace lstm
