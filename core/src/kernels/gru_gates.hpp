// The gated recurrent unit between its matrix products: one step of B sequences, in one pass.
// Legend: B batch, H units; the blocks of H columns stand in the order below. What comes from the
// input and what comes from the state stand apart, since a gate lies between them.
#pragma once

#include "lstm/cell_activation.hpp"
#include "lstm/matrix.hpp"

namespace lstm::kernels {

// The one place that decides the order of the gates. It is PyTorch's.
inline constexpr Index reset_gate = 0, update_gate = 1, new_gate = 2;

// Reset after the product, as PyTorch has it; gru_reset_before.hpp has the other way.
// In:   z = W_ih x, u = W_hh h_in [B, 3H] without their biases, h_in being h_prev after its
// dropout;
//       bias_ih, bias_hh [1, 3H], h_prev [B, H]
// Out:  z [B, 3H] the gates r, z, n;  u [B, 3H] q in its block n, the others as they were;
//       h [B, H]
//   r, z = recurrent(z + bias_ih + u + bias_hh)
//   q = u + bias_hh
//   n = activation(z + bias_ih + r * q)
//   h = (1 - z) * n + z * h_prev
// Fast where `by` is the default, sigmoid and tanh; others are looked up as it goes.
void gru_forward(const CellActivations& by, View z, View u, ConstView bias_ih, ConstView bias_hh,
                 ConstView h_prev, View h);

// In:   z [B, 3H] the gates, u [B, 3H] q in its block n, h_prev [B, H], d_y [B, H] from the layer
//       above (or empty: zeros), d_h [B, H] from the next step
// Out:  z [B, 3H] d_z;  u [B, 3H] d_u;  d_h [B, H] what h_prev gets without the product
//   d_h' = d_y + d_h
//   d_zn = d_h' * (1 - z) * activation'(n)           d_un = d_q = d_zn * r
//   d_zr = d_zn * q * recurrent'(r)                  d_ur = d_zr
//   d_zz = d_h' * (h_prev - n) * recurrent'(z)       d_uz = d_zz
//   d_h  = d_h' * z
// with slopes told by what came out, as in gates.hpp.
void gru_backward(const CellActivations& by, View z, View u, ConstView h_prev, ConstView d_y,
                  View d_h);

}  // namespace lstm::kernels
