#include "lstm/activation.hpp"

#include <algorithm>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"

namespace lstm {

Activations Activation::forward(const Activations& x, State*, Random*) {
  const View y = last_y_ = y_.view(x.values.rows, x.values.cols);
  const auto in = x.values.eigen().array();
  switch (kind_) {
    case ActivationKind::linear:
      y.eigen() = x.values.eigen();
      break;
    case ActivationKind::sigmoid:
      kernels::sigmoid(x.values.data, y.data, y.size());
      break;
    case ActivationKind::tanh:
      kernels::tanh(x.values.data, y.data, y.size());
      break;
    case ActivationKind::relu:
      y.eigen() = in.max(0.0f);
      break;
    case ActivationKind::softmax:
      for (Index r = 0; r < y.rows; ++r) kernels::softmax(x.values.row(r), y.row(r), y.cols);
      break;
  }
  return {x.time, x.batch, y, {}, {}, x.mask};
}

View Activation::backward(const Activations&, View d_y, bool) {
  const auto y = last_y_.eigen().array();
  auto d = d_y.eigen().array();
  switch (kind_) {
    case ActivationKind::linear:
      break;
    case ActivationKind::sigmoid:
      d *= y * (1.0f - y);
      break;
    case ActivationKind::tanh:
      d *= 1.0f - y.square();
      break;
    case ActivationKind::relu:
      d *= (y > 0.0f).cast<float>();
      break;
    case ActivationKind::softmax:
      for (Index r = 0; r < d_y.rows; ++r) {
        const float inner = (d.row(r) * y.row(r)).sum();
        d.row(r) = y.row(r) * (d.row(r) - inner);
      }
      break;
  }
  return d_y;
}

}  // namespace lstm
