#include "layers/rearranged.hpp"

#include <algorithm>
#include <numeric>

#include "kernels/vectors.hpp"

namespace lstm {

Rearranged::Rearranged(std::string its, const Signature& input, const Arrangement& arrangement)
    : Through(std::move(its)),
      output_(arrangement.output),
      whole_(input.sequence || output_.sequence) {
  const auto& [size, stride] = arrangement.axes.back();
  T_ = output_.sequence ? output_.time : 1;
  chunk_ = stride == 1 ? std::gcd(size, std::gcd(input.features, output_.features)) : 1;
  order_ = {0};
  for (const Run& axis : arrangement.axes) {
    std::vector<Index> longer;
    const Index step = &axis == &arrangement.axes.back() ? chunk_ : 1;
    for (const Index begin : order_) {
      for (Index n = 0; n < axis.size; n += step) longer.push_back(begin + n * axis.stride);
    }
    order_.swap(longer);
  }
}

namespace {

// Number e of sample b in time-major rows.
template <class Scalar>
Scalar* at(BasicView<Scalar> rows, Index B, Index b, Index e) {
  return rows.row(e / rows.cols * B + b) + e % rows.cols;
}

}  // namespace

Activations Rearranged::forward(const Activations& x, State*, Random*) {
  const View y = y_.view(T_ * x.batch, output_.features);
  for (Index b = 0; b < x.batch; ++b) {
    Index e = 0;
    for (const Index from : order_) {
      std::copy_n(at(x.values, x.batch, b, from), chunk_, at(y, x.batch, b, e));
      e += chunk_;
    }
  }
  return {T_, x.batch, y, {}, {}};
}

View Rearranged::backward(const Activations& x, View d_y, bool) {
  const View d_x = d_x_.view(x.values.rows, x.values.cols);
  d_x.fill(0);
  for (Index b = 0; b < x.batch; ++b) {
    Index e = 0;
    for (const Index to : order_) {
      kernels::add_scaled(1, at(d_y, x.batch, b, e), at(d_x, x.batch, b, to), chunk_);
      e += chunk_;
    }
  }
  return d_x;
}

}  // namespace lstm
