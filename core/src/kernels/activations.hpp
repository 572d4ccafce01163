// tanh and sigmoid, by one rational function; what else cells and layers go through.
#pragma once

#include "kernels/simd.hpp"
#include "lstm/activation_kind.hpp"
#include "lstm/cell_activation.hpp"

namespace lstm::kernels {

// The largest absolute errors, over all floats, against the exact functions.
inline constexpr float tanh_error = 4e-7f;
inline constexpr float sigmoid_error = 2e-7f;

// tanh(x) = x p(x^2) / q(x^2), degrees 13 and 6, minimax on the range it is clamped to: at its
// ends it is +-1. The coefficients are those of Eigen's and XNNPACK's rational tanh.
// NaN stays NaN, so that a diverged model is noticed.
inline Batch tanh(Batch x) {
  const Batch clamped = clamp(x, 7.90531110763549805f);
  const Batch s = clamped * clamped;
  Batch p(-2.76076847742355e-16f);
  p = multiply_add(p, s, Batch(2.00018790482477e-13f));
  p = multiply_add(p, s, Batch(-8.60467152213735e-11f));
  p = multiply_add(p, s, Batch(5.12229709037114e-08f));
  p = multiply_add(p, s, Batch(1.48572235717979e-05f));
  p = multiply_add(p, s, Batch(6.37261928875436e-04f));
  p = multiply_add(p, s, Batch(4.89352455891786e-03f));
  Batch q(1.19825839466702e-06f);
  q = multiply_add(q, s, Batch(1.18534705686654e-04f));
  q = multiply_add(q, s, Batch(2.26843463243900e-03f));
  q = multiply_add(q, s, Batch(4.89352518554385e-03f));
  return clamped * p / q;
}

// sigmoid(x) = (1 + tanh(x / 2)) / 2
inline Batch sigmoid(Batch x) {
  const Batch half(0.5f);
  return multiply_add(tanh(x * half), half, half);
}

// Of a vector: y = f(x), and f'(x), which y alone tells. Called and not written out at each use.
[[gnu::noinline]] Batch activate(CellActivation kind, Batch x);
[[gnu::noinline]] Batch slope(CellActivation kind, Batch y);

// Of `size` numbers: y = f(x), and d = d_y becomes d_x = d_y f'(x), which y alone tells.
void tanh(const float* x, float* y, Index size);
void sigmoid(const float* x, float* y, Index size);
void relu(const float* x, float* y, Index size);
void tanh_backward(const float* y, float* d, Index size);     // d (1 - y^2)
void sigmoid_backward(const float* y, float* d, Index size);  // d y (1 - y)
void relu_backward(const float* y, float* d, Index size);     // d where y > 0

// Those that have no function of their own, and are no softmax: y = f(x), and d becomes d f'(x).
void activate(ActivationKind kind, const float* x, float* y, Index size);
void activate_backward(ActivationKind kind, const float* x, const float* y, float* d, Index size);

}  // namespace lstm::kernels
