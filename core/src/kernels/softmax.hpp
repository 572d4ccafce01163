// Softmax of one row of logits, free of overflow.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm::kernels {

struct SoftmaxResult {
  float max;
  float log_sum;  // log sum_j exp(x_j)
};

// y_k = exp(x_k - m) / sum_j exp(x_j - m), m = max x. y may be x. A NaN in x makes log_sum NaN.
SoftmaxResult softmax(const float* x, float* y, Index size);

// In:  d = d_y        Out: d = d_x = y * (d_y - sum_j d_y_j y_j)
void softmax_backward(const float* y, float* d, Index size);

}  // namespace lstm::kernels
