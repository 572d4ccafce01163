// Arithmetic on whole vectors of `size` numbers.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm::kernels {

void multiply(const float* a, const float* b, float* y, Index size);  // y = a * b; y may be a
void scale(float factor, float* y, Index size);                       // y = factor y
void add_scaled(float factor, const float* x, float* y, Index size);  // y += factor x
float dot(const float* a, const float* b, Index size);                // sum a * b

}  // namespace lstm::kernels
