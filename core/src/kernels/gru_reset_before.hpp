// The gated recurrent unit whose state is reset before the product, as Keras had it first:
//   n = activation(W_in x + W_hn (r * h) + b_n)
// where gru_gates.hpp has r * (W_hn h). So a step has a product in its middle, and two halves
// around it. Activations are looked up as it goes: few models are of this kind, and a page
// downloads less. Legend: as in gru_gates.hpp, whose order of blocks this is.
#pragma once

#include "kernels/gru_gates.hpp"

namespace lstm::kernels {

// In:   z [B, 3H] = W_ih x, u_rz [B, 2H] = W_hr h_in, W_hz h_in, bias [1, 3H], h_in [B, H]
// Out:  z [B, 3H] r, z in their blocks, the block n as it was;  rh [B, H]
//   r, z = recurrent(z + bias + u_rz)
//   rh = r * h_in
void gru_gates_forward(const CellActivations& by, View z, ConstView u_rz, ConstView bias,
                       ConstView h_in, View rh);

// In:   z from gru_gates_forward, u_n [B, H] = W_hn rh, bias [1, 3H], h_prev [B, H]
// Out:  z [B, 3H] the gates r, z, n;  h [B, H]
//   n = activation(z + bias + u_n)
//   h = (1 - z) * n + z * h_prev
void gru_new_forward(const CellActivations& by, View z, ConstView u_n, ConstView bias,
                     ConstView h_prev, View h);

// In:   z [B, 3H] the gates, h_prev [B, H], d_y [B, H] (or empty: zeros), d_h [B, H]
// Out:  z [B, 3H] d_z in its blocks z and n, r as it was;  d_n [B, H] the block n once more, for
//       products;  d_h [B, H] what h_prev gets without a product
//   d_h' = d_y + d_h
//   d_zn = d_h' * (1 - z) * activation'(n)
//   d_zz = d_h' * (h_prev - n) * recurrent'(z)
//   d_h  = d_h' * z
void gru_new_backward(const CellActivations& by, View z, ConstView h_prev, ConstView d_y, View d_h,
                      View d_n);

// In:   z from gru_new_backward, h_in [B, H], d_rh [B, H] = d_n W_hn
// Out:  z [B, 3H] d_z;  d_rz [B, 2H] its blocks r and z once more, for products;  d_rh [B, H] what
//       h_in gets by way of rh
//   d_zr = d_rh * h_in * recurrent'(r)
//   d_rh = d_rh * r
void gru_reset_backward(const CellActivations& by, View z, ConstView h_in, View d_rh, View d_rz);

}  // namespace lstm::kernels
