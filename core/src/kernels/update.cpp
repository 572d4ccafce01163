#include "kernels/update.hpp"

#include <limits>

#include "kernels/simd.hpp"

namespace lstm::kernels {

namespace {

// Calls body(offset, part, g) for every vector of clipped gradients.
template <class Body>
void for_each_gradient(const Update& update, Body body) {
  const auto [scale, limit] = update.clip;
  for_each_vector<CalledPart>(update.size, [&](Index n, auto part) {
    body(n, part, clamp(part.load(update.d + n) * Batch(scale), limit));
  });
}

// What fades away ends at zero: multiplied by less than 1 it would stay below the least normal
// float for good, where arithmetic is many times as slow.
Batch settled(Batch x) {
  return xsimd::select(xsimd::abs(x) < Batch(std::numeric_limits<float>::min()), Batch(0.0f), x);
}

}  // namespace

void adam_step(const Update& update, float* m, float* v, const AdamScales& s) {
  const Batch beta_1(s.beta_1), beta_2(s.beta_2), rest_1(1.0f - s.beta_1), rest_2(1.0f - s.beta_2);
  float* w = update.w;
  for_each_gradient(update, [&](Index n, auto part, Batch g) {
    const Batch m_n = settled(multiply_add(beta_1, part.load(m + n), rest_1 * g));
    const Batch v_n = settled(multiply_add(beta_2, part.load(v + n), rest_2 * g * g));
    const Batch step =
        m_n * Batch(-s.learning_rate * s.m) / (xsimd::sqrt(v_n * Batch(s.v)) + Batch(s.epsilon));
    part.store(m + n, m_n);
    part.store(v + n, v_n);
    part.store(w + n, multiply_add(Batch(s.keep), part.load(w + n), step));
  });
}

void sgd_step(const Update& update, float learning_rate) {
  float* w = update.w;
  for_each_gradient(update, [&](Index n, auto part, Batch g) {
    part.store(w + n, multiply_add(Batch(-learning_rate), g, part.load(w + n)));
  });
}

void momentum_step(const Update& update, float* m, float learning_rate, float momentum,
                   bool nesterov) {
  float* w = update.w;
  for_each_gradient(update, [&](Index n, auto part, Batch g) {
    const Batch step = g * Batch(-learning_rate);
    const Batch m_n = settled(multiply_add(Batch(momentum), part.load(m + n), step));
    part.store(m + n, m_n);
    part.store(w + n,
               part.load(w + n) + (nesterov ? multiply_add(Batch(momentum), m_n, step) : m_n));
  });
}

void rmsprop_step(const Update& update, float* v, float* m, const RmspropScales& s) {
  float* w = update.w;
  for_each_gradient(update, [&](Index n, auto part, Batch g) {
    const Batch v_n =
        settled(multiply_add(Batch(s.rho), part.load(v + n), Batch(1.0f - s.rho) * g * g));
    part.store(v + n, v_n);
    Batch step = Batch(s.learning_rate) * g / xsimd::sqrt(v_n + Batch(s.epsilon));
    if (m) {
      step = settled(multiply_add(Batch(s.momentum), part.load(m + n), step));
      part.store(m + n, step);
    }
    part.store(w + n, part.load(w + n) - step);
  });
}

float sum_of_squares(const float* x, Index size) {
  Batch sums[4] = {Batch(0.0f), Batch(0.0f), Batch(0.0f), Batch(0.0f)};
  Index next = 0;
  for_each_vector<CalledPart>(size, [&](Index n, auto part) {
    const Batch x_n = part.load(x + n);
    sums[next] = multiply_add(x_n, x_n, sums[next]);
    next = (next + 1) % 4;
  });
  return xsimd::reduce_add((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

}  // namespace lstm::kernels
