#include "kernels/normalization.hpp"

#include <cmath>

#include "kernels/simd.hpp"

namespace lstm::kernels {

namespace {

// The mean of term(n, part) over all n.
template <class Term>
float mean(Index size, Term term) {
  return sum_of(size, term) / static_cast<float>(size);
}

}  // namespace

float normalize(const float* x, float epsilon, float* x_hat, Index size) {
  const Batch m(mean(size, [&](Index n, auto part) { return part.load(x + n); }));
  const float variance = mean(size, [&](Index n, auto part) {
    const Batch off = part.load(x + n) - m;
    return off * off;
  });
  const float r = 1 / std::sqrt(variance + epsilon);
  for_each_vector<CalledPart>(
      size, [&](Index n, auto part) { part.store(x_hat + n, (part.load(x + n) - m) * Batch(r)); });
  return r;
}

void normalize_backward(const float* x_hat, float r, float* d, Index size) {
  const Batch m(mean(size, [&](Index n, auto part) { return part.load(d + n); }));
  const Batch along(
      mean(size, [&](Index n, auto part) { return part.load(d + n) * part.load(x_hat + n); }));
  for_each_vector<CalledPart>(size, [&](Index n, auto part) {
    part.store(d + n, (part.load(d + n) - m - part.load(x_hat + n) * along) * Batch(r));
  });
}

void scale_and_shift(const float* x_hat, const float* weight, const float* bias, float* y,
                     Index size) {
  for_each_vector<CalledPart>(size, [&](Index n, auto part) {
    const Batch w = part.load(weight + n), b = part.load(bias + n);
    part.store(y + n, multiply_add(w, part.load(x_hat + n), b));
  });
}

void scale_and_shift_backward(const float* x_hat, const float* weight, float* d, float* d_weight,
                              float* d_bias, Index size) {
  for_each_vector<CalledPart>(size, [&](Index n, auto part) {
    const Batch d_y = part.load(d + n);
    part.store(d_weight + n, multiply_add(d_y, part.load(x_hat + n), part.load(d_weight + n)));
    part.store(d_bias + n, part.load(d_bias + n) + d_y);
    part.store(d + n, d_y * part.load(weight + n));
  });
}

}  // namespace lstm::kernels
