// Elementwise activations and softmax.
#pragma once

namespace lstm {

// forward and backward, as Keras has them:
//   linear   y = x                        d_x = d_y
//   sigmoid  y = 1 / (1 + exp(-x))        d_x = d_y * y * (1 - y)
//   tanh     y = tanh(x)                  d_x = d_y * (1 - y^2)
//   relu     y = max(x, 0)                d_x = d_y where y > 0, else 0
//   softmax  y_k = exp(x_k) / sum_j exp(x_j) over the last axis
//                                         d_x_k = y_k * (d_y_k - sum_j d_y_j y_j)
//   elu      y = x > 0 ? x : exp(x) - 1   d_x = d_y * (x > 0 ? 1 : y + 1)
//   gelu     y = x P(x), P(x) = (1 + erf(x / sqrt 2)) / 2
//                                         d_x = d_y * (P(x) + x exp(-x^2 / 2) / sqrt(2 pi))
//   leaky_relu
//            y = x > 0 ? x : 0.2 x        d_x = d_y * (x > 0 ? 1 : 0.2)
//   selu     y = l * (x > 0 ? x : a (exp(x) - 1)), l = 1.0507009873554805, a = 1.6732632423543772
//                                         d_x = d_y * (x > 0 ? l : y + l a)
//   softplus y = log(1 + exp(x))          d_x = d_y * sigmoid(x)
//   softsign y = x / (1 + |x|)            d_x = d_y * (1 - |y|)^2
//   swish    y = x s, s = sigmoid(x)      d_x = d_y * (s + y (1 - s))
//   hard_sigmoid
//            y = min(max(x + 3, 0), 6)/6  d_x = d_y / 6 where 0 < y < 1, else 0
//   hard_sigmoid_keras2, as in Keras 2 and TensorFlow.js
//            y = min(max(x + 2.5, 0), 5)/5
//                                         d_x = d_y / 5 where 0 < y < 1, else 0
//   exponential
//            y = exp(x)                   d_x = d_y * y
enum class ActivationKind {
  linear,
  sigmoid,
  tanh,
  relu,
  softmax,
  elu,
  gelu,
  leaky_relu,
  selu,
  softplus,
  softsign,
  swish,
  hard_sigmoid,
  hard_sigmoid_keras2,
  exponential
};

}  // namespace lstm
