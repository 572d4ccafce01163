// When an answer is right.
#pragma once

#include "task.hpp"

namespace tasks {

// Sequences whose outputs [N, K] are all within a distance of their targets.
Index within(float distance, const Samples& samples, const Tensor& predicted);

// Sequences at every step of which the most probable symbols of [N, T, V] are the legal ones: the k
// most probable, of k that are legal.
Index legal_first(const Samples& samples, const Tensor& predicted);

}  // namespace tasks
