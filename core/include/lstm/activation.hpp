// Elementwise activations and softmax, as layers that follow a Dense.
#pragma once

#include "lstm/layer.hpp"

namespace lstm {

enum class ActivationKind { linear, sigmoid, tanh, relu, softmax };

// forward and backward, y in terms of x and d_x in terms of y:
//   sigmoid  y = 1 / (1 + exp(-x))        d_x = d_y * y * (1 - y)
//   tanh     y = tanh(x)                  d_x = d_y * (1 - y^2)
//   relu     y = max(x, 0)                d_x = d_y where y > 0, else 0
//   softmax  y_k = exp(x_k) / sum_j exp(x_j) over a row
//                                         d_x_k = y_k * (d_y_k - sum_j d_y_j y_j)
class Activation : public Layer {
 public:
  Activation(ActivationKind kind, std::string name, const Signature& input)
      : Layer(std::move(name)), kind_(kind), signature_(input) {}

  ActivationKind kind() const { return kind_; }
  Signature output() const override { return signature_; }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  ActivationKind kind_;
  Signature signature_;
  Buffer y_;  // [T * B, F]
  View last_y_;
};

}  // namespace lstm
