// A recurrent layer's product with its inputs, for all steps at once.
#pragma once

#include "kernels/gemm.hpp"
#include "layers/layer.hpp"

namespace lstm {

// G: the gates of its cell, as blocks of H.
//
// forward:   Z = X W^T
// backward:  d_W += d_Z^T X,  d_b += sum of d_Z over rows,  d_X = d_Z W
//
// Where X is rows of a table E [V, I], only P = E W^T is multiplied and given back: row n of Z is
// then P[x[n]]. Backward: d_P[x[n]] += d_Z[n],  d_W += d_P^T E,  d_b += sum of d_P,  d_E += d_P W.
class Projection {
 public:
  void bind(const Parameter& weight);  // [GH, I]
  View weight() const { return weight_; }
  void weights_changed();

  // Fills z [T * B, GH], or gives P [V, GH], of which z's rows are to be gathered, and leaves z.
  ConstView forward(const Activations& x, View z);

  // d_bias [1, GH], or empty, as d_W where it is frozen. Returns d_X [T * B, I], or nothing where a
  // table took it.
  View backward(const Activations& x, View d_z, View d_bias, bool want_d_x);

 private:
  void forward_token(const Activations& x, View z);

  View weight_, d_weight_;
  kernels::Kept kept_;       // weight_, for forward
  Buffer p_;                 // [V, GH] P and d_P
  std::vector<char> known_;  // [V] whether a row of P is that of forward_token
  Buffer d_x_;               // [T * B, I]
};

}  // namespace lstm
