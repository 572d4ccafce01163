// Softmax of one row of logits, free of overflow.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm::kernels {

// y_k = exp(x_k - m) / sum_j exp(x_j - m), m = max x. Returns log sum_j exp(x_j). y may be x.
float softmax(const float* x, float* y, Index size);

}  // namespace lstm::kernels
