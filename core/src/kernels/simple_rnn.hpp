// The simple recurrent cell after its matrix products: one step of B sequences.
// Legend: B batch, H units.
#pragma once

#include "lstm/cell_activation.hpp"
#include "lstm/matrix.hpp"

namespace lstm::kernels {

// In:   z [B, H] = W_ih x + W_hh h_prev, bias [1, H]
// Out:  h [B, H]
//   h = activation(z + bias)
// Fast where the activation is the default, tanh; others are looked up as it goes.
void simple_rnn_forward(CellActivation activation, ConstView z, ConstView bias, View h);

// In:   h [B, H], d_y [B, H] from the layer above (or empty: zeros), d_h [B, H] from the next step
// Out:  d_z [B, H], where z was
//   d_z = (d_y + d_h) * activation'(h)
// with the slope told by what came out, as in gates.hpp.
void simple_rnn_backward(CellActivation activation, View d_z, ConstView h, ConstView d_y,
                         ConstView d_h);

}  // namespace lstm::kernels
