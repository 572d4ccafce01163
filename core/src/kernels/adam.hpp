// Adam's update of a whole block of weights, in one pass.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm::kernels {

struct AdamScales {
  float d;             // of the gradient: clipping
  float beta_1, beta_2;
  float m, v;          // 1 / (1 - beta^t)
  float learning_rate, epsilon;
};

// For n below size:  g = d[n] * s.d
//   m = beta_1 m + (1 - beta_1) g      v = beta_2 v + (1 - beta_2) g^2
//   w -= learning_rate * m s.m / (sqrt(v s.v) + epsilon)
void adam_step(float* w, const float* d, float* m, float* v, Index size, const AdamScales& s);

float sum_of_squares(const float* x, Index size);

}  // namespace lstm::kernels
