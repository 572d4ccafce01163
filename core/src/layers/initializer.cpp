#include "layers/initializer.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/gemm.hpp"
#include "kernels/vectors.hpp"
#include "numbers/eigen.hpp"

namespace lstm {

void normal(View weight, Random& random) {
  for (Index n = 0; n < weight.size(); ++n) weight.data[n] = random.normal();
}

void glorot_uniform(View weight, Index fan_in, Index fan_out, Random& random) {
  const double limit = std::sqrt(6.0 / static_cast<double>(fan_in + fan_out));
  for (Index n = 0; n < weight.size(); ++n) {
    weight.data[n] = static_cast<float>(limit * (2.0 * random.uniform() - 1.0));
  }
}

void orthogonal(View weight, Random& random) {
  // Gram-Schmidt on the rows of the transpose, which are contiguous. A block of rows is first freed
  // from all earlier rows by two matrix products (twice, for rounding), then within itself.
  constexpr Index block = 32;
  const Index count = weight.cols, N = weight.rows;
  Buffer q_buffer, shares_buffer;
  const View q = q_buffer.view(count, N);
  normal(q, random);

  for (Index first = 0; first < count; first += block) {
    const Index size = std::min(block, count - first);
    const View earlier = q.middle_rows(0, first), these = q.middle_rows(first, size);
    const View shares = shares_buffer.view(size, first);
    for (int pass = 0; pass < 2; ++pass) {
      kernels::Kept kept;
      kernels::Factor(earlier, kernels::Lies::transposed, size, kept)
          .multiply(these, shares, kernels::Into::overwrite);
      kernels::scale(-1.0f, shares.data, shares.size());
      kernels::add_a_b(shares, earlier, these);
      for (Index r = 0; r < size; ++r) {
        float* row = these.row(r);
        for (Index s = 0; s < r; ++s) {
          kernels::add_scaled(-kernels::dot(row, these.row(s), N), these.row(s), row, N);
        }
        kernels::scale(1 / std::sqrt(kernels::dot(row, row, N)), row, N);
      }
    }
  }
  eigen(weight) = eigen(q).transpose();
}

}  // namespace lstm
