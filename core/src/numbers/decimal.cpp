#include "numbers/decimal.hpp"

#include <algorithm>
#include <cmath>

namespace lstm {

namespace {

constexpr double whole_below = 9007199254740992.0;  // 2^53: all whole numbers are doubles
constexpr int longest = 16;                         // digits, before an exponent is shorter

// number * 10^exponent as it is written.
std::string placed(std::uint64_t number, int exponent) {
  for (; number % 10 == 0; number /= 10) ++exponent;
  const std::string digits = std::to_string(number);
  const int size = static_cast<int>(digits.size());
  const int point = size + exponent;  // digits before the decimal point
  if (exponent >= 0 && point <= longest)
    return digits + std::string(static_cast<std::size_t>(exponent), '0');
  if (point > 0 && point < size)
    return digits.substr(0, static_cast<std::size_t>(point)) + "." +
           digits.substr(static_cast<std::size_t>(point));
  if (point <= 0 && point > -5)
    return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  const std::string fraction = size > 1 ? "." + digits.substr(1) : "";
  return digits[0] + fraction + "e" + std::to_string(point - 1);
}

// value * 10^exponent, where the power alone may be no number.
double scaled(double value, int exponent) {
  if (exponent > 300) return scaled(value * 1e300, exponent - 300);
  return from_decimal(1, exponent) * value;
}

// Of a finite number > 0.
std::string shortest(double value) {
  const auto wanted = static_cast<float>(value);
  // Nine digits tell floats apart, not what lies between.
  if (std::isnormal(wanted)) value = wanted;
  int power = 0;  // of the first digit
  while (value >= from_decimal(1, power + 1)) ++power;
  while (value < from_decimal(1, power)) --power;
  for (int count = 1; count < 9; ++count) {
    const int exponent = power - count + 1;
    const auto digits = static_cast<std::uint64_t>(std::round(scaled(value, -exponent)));
    if (static_cast<float>(from_decimal(digits, exponent)) == wanted) {
      return placed(digits, exponent);
    }
  }
  const int exponent = power - 8;
  return placed(static_cast<std::uint64_t>(std::round(scaled(value, -exponent))), exponent);
}

}  // namespace

std::string decimal(double value) {
  if (std::isnan(value)) return "nan";
  const std::string sign = std::signbit(value) && value != 0 ? "-" : "";
  const double size = std::abs(value);
  if (std::isinf(value)) return sign + "inf";
  if (size < whole_below && size == std::floor(size)) {
    return sign + std::to_string(static_cast<std::uint64_t>(size));
  }
  return sign + shortest(size);
}

double from_decimal(std::uint64_t digits, int exponent) {
  constexpr int least = -400;  // 10^19 is more than all digits: beyond, a double is 0
  const auto whole = static_cast<double>(digits);
  if (exponent < -300) return from_decimal(digits, std::max(exponent, least) + 300) / 1e300;
  double power = 1;
  for (int n = std::abs(exponent); n > 0 && power < 1e308; --n) power *= 10;
  return exponent < 0 ? whole / power : whole * power;
}

}  // namespace lstm
