#include "lstm/activation.hpp"

#include <algorithm>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"

namespace lstm {

Activations Activation::forward(const Activations& x, State*, Random*) {
  const View y = last_y_ = y_.view(x.values.rows, x.values.cols);
  const float* in = x.values.data;
  switch (kind_) {
    case ActivationKind::linear:
      std::copy_n(in, y.size(), y.data);
      break;
    case ActivationKind::sigmoid:
      kernels::sigmoid(in, y.data, y.size());
      break;
    case ActivationKind::tanh:
      kernels::tanh(in, y.data, y.size());
      break;
    case ActivationKind::relu:
      kernels::relu(in, y.data, y.size());
      break;
    case ActivationKind::softmax:
      for (Index r = 0; r < y.rows; ++r) kernels::softmax(x.values.row(r), y.row(r), y.cols);
      break;
  }
  return x.with(y);
}

View Activation::backward(const Activations&, View d_y, bool) {
  const ConstView y = last_y_;
  switch (kind_) {
    case ActivationKind::linear:
      break;
    case ActivationKind::sigmoid:
      kernels::sigmoid_backward(y.data, d_y.data, d_y.size());
      break;
    case ActivationKind::tanh:
      kernels::tanh_backward(y.data, d_y.data, d_y.size());
      break;
    case ActivationKind::relu:
      kernels::relu_backward(y.data, d_y.data, d_y.size());
      break;
    case ActivationKind::softmax:
      for (Index r = 0; r < d_y.rows; ++r) {
        kernels::softmax_backward(y.row(r), d_y.row(r), d_y.cols);
      }
      break;
  }
  return d_y;
}

}  // namespace lstm
