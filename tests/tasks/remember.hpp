// An LSTM that remembers from the start.
#pragma once

#include "task.hpp"

namespace tasks {

// Tallec and Ollivier (2018), equation 16: cells that forget within 1 to T steps, each with a time
// of its own:
//
//   b_f = log(uniform(1, T - 1)),  b_i = -b_f
//
// T: the longest time between what matters. Of the layer 'lstm'.
void remember(Index T, Sequential& model, std::uint64_t seed);

}  // namespace tasks
