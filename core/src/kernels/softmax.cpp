#include "kernels/softmax.hpp"

#include <cmath>

namespace lstm::kernels {

float softmax(const float* x, float* y, Index size) {
  const Eigen::Map<const Eigen::ArrayXf> in(x, size);
  Eigen::Map<Eigen::ArrayXf> out(y, size);
  const float m = in.maxCoeff<Eigen::PropagateNaN>();
  out = (in - m).exp();
  const float sum = out.sum();
  out /= sum;
  return m + std::log(sum);
}

}  // namespace lstm::kernels
