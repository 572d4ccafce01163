// How far numbers lie apart.
#pragma once

#include "learning/checks.hpp"

namespace lstm {

// The standard deviation of the numbers in the rows [F] that count.
double deviation(std::span<const float> values, Index F, Counts counts);

}  // namespace lstm
