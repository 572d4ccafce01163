// What all dropout has in common.
#pragma once

#include <string>

#include "lstm/matrix.hpp"
#include "lstm/random.hpp"

namespace lstm {

// Throws std::out_of_range unless 0 <= rate < 1. `what` and `layer` name it in the error.
void check_rate(float rate, const char* what, const std::string& layer);

// Fills a mask: 0 with probability `rate`, else 1 / (1 - rate), so that what is left has the same
// mean as the whole.
void draw_mask(View mask, float rate, Random& random);

}  // namespace lstm
