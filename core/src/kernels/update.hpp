// The optimizers' updates of a whole block of weights, each in one pass.
#pragma once

#include <limits>

#include "lstm/matrix.hpp"

namespace lstm::kernels {

// What becomes of a gradient before its use: g = scale d, held within +-limit.
struct Clip {
  float scale = 1;
  float limit = std::numeric_limits<float>::infinity();
};

// Weights w, their gradients d, and how those are clipped to g.
struct Update {
  float* w;
  const float* d;
  Index size;
  Clip clip;
};

struct AdamScales {
  float beta_1, beta_2;
  float m, v;  // 1 / (1 - beta^t)
  float learning_rate, epsilon;
  float keep;  // of w: 1 - learning_rate weight_decay
};

// m = beta_1 m + (1 - beta_1) g      v = beta_2 v + (1 - beta_2) g^2
// w = keep w - learning_rate * m s.m / (sqrt(v s.v) + epsilon)
void adam_step(const Update& update, float* m, float* v, const AdamScales& s);

// w -= learning_rate g
void sgd_step(const Update& update, float learning_rate);

// m = momentum m - learning_rate g      w += m, or Nesterov's momentum m - learning_rate g
void momentum_step(const Update& update, float* m, float learning_rate, float momentum,
                   bool nesterov);

struct RmspropScales {
  float rho, learning_rate, epsilon, momentum;
};

// v = rho v + (1 - rho) g^2             step = learning_rate g / sqrt(v + epsilon)
// w -= step, or where there is an m:    m = momentum m + step,  w -= m
void rmsprop_step(const Update& update, float* v, float* m, const RmspropScales& s);

float sum_of_squares(const float* x, Index size);

}  // namespace lstm::kernels
