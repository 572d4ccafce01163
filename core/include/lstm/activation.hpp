// Elementwise activations and softmax.
#pragma once

namespace lstm {

// forward and backward, y in terms of x and d_x in terms of y:
//   linear   y = x                        d_x = d_y
//   sigmoid  y = 1 / (1 + exp(-x))        d_x = d_y * y * (1 - y)
//   tanh     y = tanh(x)                  d_x = d_y * (1 - y^2)
//   relu     y = max(x, 0)                d_x = d_y where y > 0, else 0
//   softmax  y_k = exp(x_k) / sum_j exp(x_j) over a row
//                                         d_x_k = y_k * (d_y_k - sum_j d_y_j y_j)
enum class ActivationKind { linear, sigmoid, tanh, relu, softmax };

}  // namespace lstm
