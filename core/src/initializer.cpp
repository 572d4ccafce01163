#include "lstm/initializer.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/gemm.hpp"

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
  const Index count = weight.cols;
  Matrix q(count, weight.rows);
  normal({q.data(), q.rows(), q.cols()}, random);

  Buffer shares_buffer;
  for (Index first = 0; first < count; first += block) {
    const Index size = std::min(block, count - first);
    auto rows = q.middleRows(first, size);
    const View earlier{q.data(), first, q.cols()}, these{rows.data(), size, q.cols()};
    const View shares = shares_buffer.view(size, first);
    for (int pass = 0; pass < 2; ++pass) {
      Kept kept;
      kernels::Factor(earlier, kernels::Lies::transposed, size, kept)
          .multiply(these, shares, kernels::Into::overwrite);
      shares.eigen() *= -1.0f;
      kernels::add_a_b(shares, earlier, these);
      for (Index r = 0; r < size; ++r) {
        for (Index s = 0; s < r; ++s) rows.row(r) -= rows.row(r).dot(rows.row(s)) * rows.row(s);
        rows.row(r).normalize();
      }
    }
  }
  weight.eigen() = q.transpose();
}

}  // namespace lstm
