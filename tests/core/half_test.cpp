// All floats of 16 bits against their definitions.
#include "numbers/half.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>

using namespace lstm;

namespace {

// sign, exponent and fraction of so many bits, as IEEE 754 defines them, in double, which rounds
// nothing
double defined(std::uint32_t bits, int exponent_bits, int fraction_bits) {
  const double sign = bits >> 15 ? -1.0 : 1.0;
  const int exponent = static_cast<int>(bits >> fraction_bits & ((1u << exponent_bits) - 1));
  const double fraction = std::ldexp(bits & ((1u << fraction_bits) - 1), -fraction_bits);
  const int bias = (1 << (exponent_bits - 1)) - 1;
  if (exponent == 2 * bias + 1) return fraction > 0 ? NAN : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(fraction, 1 - bias);
  return sign * std::ldexp(1 + fraction, exponent - bias);
}

void check_all(float (*convert)(std::uint16_t), int exponent_bits, int fraction_bits) {
  int wrong = 0;
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const float got = convert(static_cast<std::uint16_t>(bits));
    const double exact = defined(bits, exponent_bits, fraction_bits);
    const bool same = std::isnan(exact) ? std::isnan(got)
                                        : std::bit_cast<std::uint64_t>(static_cast<double>(got)) ==
                                              std::bit_cast<std::uint64_t>(exact);
    if (!same) ++wrong;
  }
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("every half float becomes the float that it is") { check_all(&from_float16, 5, 10); }

TEST_CASE("every bfloat becomes the float that it is") { check_all(&from_bfloat16, 8, 7); }
