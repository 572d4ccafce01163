#include "kernels/softmax.hpp"

#include <cmath>
#include <limits>

#include "kernels/simd.hpp"

namespace lstm::kernels {

float softmax(const float* x, float* y, Index size) {
  // A NaN fails every comparison, so it does not become the maximum; but it makes the sum NaN.
  float m = -std::numeric_limits<float>::infinity();
  for (Index k = 0; k < size; ++k) m = x[k] > m ? x[k] : m;

  Batch sums(0.0f);
  float tail = 0;
  for_each_vector(size, [&](Index k, auto part) {
    const Batch e = xsimd::exp(part.load(x + k) - Batch(m));
    part.store(y + k, e);
    if constexpr (std::is_same_v<decltype(part), Whole>) {
      sums += e;
    } else {
      for (Index n = k; n < size; ++n) tail += y[n];
    }
  });
  const float sum = xsimd::reduce_add(sums) + tail;
  const Batch scale(1.0f / sum);
  for_each_vector(size, [&](Index k, auto part) { part.store(y + k, part.load(y + k) * scale); });
  return m + std::log(sum);
}

}  // namespace lstm::kernels
