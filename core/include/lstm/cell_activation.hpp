// What goes through what inside a recurrent cell.
#pragma once

namespace lstm {

// y in terms of x, and d_x in terms of y, as Keras 3 has them:
//   tanh          y = tanh(x)                   d_x = d_y (1 - y^2)
//   sigmoid       y = 1 / (1 + exp(-x))         d_x = d_y y (1 - y)
//   hard_sigmoid  y = min(max(x + 3, 0), 6)/6   d_x = d_y / 6 where 0 < y < 1, else 0
//   relu          y = max(x, 0)                 d_x = d_y where y > 0, else 0
//   linear        y = x                         d_x = d_y
//   softsign      y = x / (1 + |x|)             d_x = d_y (1 - |y|)^2
// and as Keras 2 and TensorFlow.js have it:
//   hard_sigmoid_keras2
//                 y = min(max(x + 2.5, 0), 5)/5 d_x = d_y / 5 where 0 < y < 1, else 0
enum class CellActivation {
  tanh,
  sigmoid,
  hard_sigmoid,
  relu,
  linear,
  softsign,
  hard_sigmoid_keras2
};

struct CellActivations {
  CellActivation activation = CellActivation::tanh;    // of what comes in, and of what shows
  CellActivation recurrent = CellActivation::sigmoid;  // of the gates

  bool operator==(const CellActivations&) const = default;
};

}  // namespace lstm
