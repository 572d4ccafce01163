// Layer normalization of one row of `size` numbers.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm::kernels {

// x_hat = (x - mean x) * r, and gives r = 1 / sqrt(mean (x - mean x)^2 + epsilon)
float normalize(const float* x, float epsilon, float* x_hat, Index size);

// In:  d = d_x_hat    Out: d = d_x = r * (d_x_hat - mean d_x_hat - x_hat * mean (d_x_hat * x_hat))
void normalize_backward(const float* x_hat, float r, float* d, Index size);

// y = weight * x_hat + bias
void scale_and_shift(const float* x_hat, const float* weight, const float* bias, float* y,
                     Index size);

// In:  d = d_y        Out: d = d_x_hat = d_y * weight;  d_weight += d_y * x_hat;  d_bias += d_y
void scale_and_shift_backward(const float* x_hat, const float* weight, float* d, float* d_weight,
                              float* d_bias, Index size);

}  // namespace lstm::kernels
