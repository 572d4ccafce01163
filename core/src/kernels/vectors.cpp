#include "kernels/vectors.hpp"

#include "kernels/simd.hpp"

namespace lstm::kernels {

void multiply(const float* a, const float* b, float* y, Index size) {
  for_each_vector(
      size, [&](Index n, auto part) { part.store(y + n, part.load(a + n) * part.load(b + n)); });
}

void scale(float factor, float* y, Index size) {
  for_each_vector(size,
                  [&](Index n, auto part) { part.store(y + n, part.load(y + n) * Batch(factor)); });
}

void add_scaled(float factor, const float* x, float* y, Index size) {
  for_each_vector(size, [&](Index n, auto part) {
    part.store(y + n, multiply_add(Batch(factor), part.load(x + n), part.load(y + n)));
  });
}

float dot(const float* a, const float* b, Index size) {
  return sum_of(size, [&](Index n, auto part) { return part.load(a + n) * part.load(b + n); });
}

}  // namespace lstm::kernels
