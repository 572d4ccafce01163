#include "kernels/softmax.hpp"

#include <cmath>
#include <limits>

#include "kernels/simd.hpp"
#include "kernels/vectors.hpp"

namespace lstm::kernels {

namespace {

float largest(const float* x, Index size) {
  Index k = 0;
  float m = -std::numeric_limits<float>::infinity();
  if (size >= lanes) {
    Batch most = Batch::load_unaligned(x);
    for (k = lanes; k + lanes <= size; k += lanes)
      most = xsimd::max(most, Batch::load_unaligned(x + k));
    m = xsimd::reduce_max(most);
  }
  for (; k < size; ++k) m = x[k] > m ? x[k] : m;
  return m;
}

}  // namespace

SoftmaxResult softmax(const float* x, float* y, Index size) {
  const float m = largest(x, size);

  const float sum = sum_of(size, [&](Index k, auto part) {
    const Batch e = xsimd::exp(part.load(x + k) - Batch(m));
    part.store(y + k, e);
    return e;
  });
  const Batch scale(1.0f / sum);
  for_each_vector<CalledPart>(
      size, [&](Index k, auto part) { part.store(y + k, part.load(y + k) * scale); });
  return {m, m + std::log(sum)};
}

void softmax_backward(const float* y, float* d, Index size) {
  const Batch inner(dot(d, y, size));
  for_each_vector<CalledPart>(size, [&](Index k, auto part) {
    part.store(d + k, part.load(y + k) * (part.load(d + k) - inner));
  });
}

}  // namespace lstm::kernels
