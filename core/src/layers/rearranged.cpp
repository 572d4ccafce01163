#include "layers/rearranged.hpp"

#include <numeric>

#include "kernels/vectors.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// Number e of sample b in time-major rows.
template <class Scalar>
Scalar* at(BasicView<Scalar> rows, Index B, Index b, Index e) {
  return rows.row(e / rows.cols * B + b) + e % rows.cols;
}

std::vector<Index> unchanged(const Signature& input, Index chunk) {
  const Index steps = input.sequence ? input.time : 1;
  std::vector<Index> order(static_cast<std::size_t>(steps * input.features / chunk));
  std::iota(order.begin(), order.end(), Index{0});
  return order;
}

}  // namespace

Rearranged::Rearranged(std::string its, const Signature& input, Signature output)
    : Rearranged(std::move(its), input, output, std::gcd(input.features, output.features),
                 unchanged(input, std::gcd(input.features, output.features))) {}

Rearranged::Rearranged(std::string its, const Signature& input, Signature output, Index chunk,
                       std::vector<Index> order)
    : Layer(std::move(its)), output_(std::move(output)), chunk_(chunk), order_(std::move(order)) {
  require_numbers(input, name());
}

Activations Rearranged::forward(const Activations& x, State*, Random*) {
  const Index T = output_.sequence ? output_.time : 1;
  const View y = y_.view(T * x.batch, output_.features);
  for (Index b = 0; b < x.batch; ++b) {
    for (Index e = 0; e < T * y.cols; e += chunk_) {
      const Index from = order_[static_cast<std::size_t>(e / chunk_)] * chunk_;
      std::copy_n(at(x.values, x.batch, b, from), chunk_, at(y, x.batch, b, e));
    }
  }
  return {T, x.batch, y, {}, {}};
}

View Rearranged::backward(const Activations& x, View d_y, bool) {
  const View d_x = d_x_.view(x.values.rows, x.values.cols);
  d_x.fill(0);
  for (Index b = 0; b < x.batch; ++b) {
    for (Index e = 0; e < d_y.size() / x.batch; e += chunk_) {
      const Index to = order_[static_cast<std::size_t>(e / chunk_)] * chunk_;
      kernels::add_scaled(1, at(d_y, x.batch, b, e), at(d_x, x.batch, b, to), chunk_);
    }
  }
  return d_x;
}

}  // namespace lstm
