#include "kernels/adam.hpp"

#include "kernels/simd.hpp"

namespace lstm::kernels {

void adam_step(float* w, const float* d, float* m, float* v, Index size, const AdamScales& s) {
  const Batch beta_1(s.beta_1), beta_2(s.beta_2), rest_1(1.0f - s.beta_1), rest_2(1.0f - s.beta_2);
  for_each_vector(size, [&](Index n, auto part) {
    const Batch g = part.load(d + n) * Batch(s.d);
    const Batch m_n = multiply_add(beta_1, part.load(m + n), rest_1 * g);
    const Batch v_n = multiply_add(beta_2, part.load(v + n), rest_2 * g * g);
    const Batch step = m_n * Batch(s.learning_rate * s.m) /
                       (xsimd::sqrt(v_n * Batch(s.v)) + Batch(s.epsilon));
    part.store(m + n, m_n);
    part.store(v + n, v_n);
    part.store(w + n, part.load(w + n) - step);
  });
}

float sum_of_squares(const float* x, Index size) {
  Batch sums[4] = {Batch(0.0f), Batch(0.0f), Batch(0.0f), Batch(0.0f)};
  Index next = 0;
  for_each_vector(size, [&](Index n, auto part) {
    const Batch x_n = part.load(x + n);
    sums[next] = multiply_add(x_n, x_n, sums[next]);
    next = (next + 1) % 4;
  });
  return xsimd::reduce_add((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

}  // namespace lstm::kernels
