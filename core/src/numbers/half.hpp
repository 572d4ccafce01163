// Floats of 16 bits as floats of 32, which hold every one of them exactly.
#pragma once

#include <bit>
#include <cstdint>

namespace lstm {

// IEEE 754 binary16: a sign, 5 bits of exponent (bias 15), 10 of fraction.
inline float from_float16(std::uint16_t bits) {
  const std::uint32_t sign = (bits & 0x8000u) << 16, rest = bits & 0x7fffu;
  if (rest < 0x0400) {  // below the least normal one: fraction * 2^-24
    const float magnitude = static_cast<float>(rest) * 0x1p-24f;
    return sign ? -magnitude : magnitude;
  }
  const std::uint32_t bias = rest < 0x7c00 ? 127 - 15 : 255 - 31;  // infinities and NaN stay so
  return std::bit_cast<float>(sign | ((rest << 13) + (bias << 23)));
}

// The upper half of a float.
inline float from_bfloat16(std::uint16_t bits) {
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

}  // namespace lstm
