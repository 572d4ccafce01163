// Numbers as people write them. (printf and strtod bring quadruple precision along: a fifth of what
// a page would download.)
#pragma once

#include <cstdint>
#include <string>

namespace lstm {

// Whole numbers below 2^53 as such; others with as few digits, at most nine, as tell the float from
// its neighbours: 0.001, 12.5, 1e-20; nan, inf.
std::string decimal(double value);

// digits * 10^exponent, rounded to a double, or to one of its neighbours beyond 10^22.
double from_decimal(std::uint64_t digits, int exponent);

}  // namespace lstm
