// The LSTM cell between its matrix products: one step of B sequences, in one pass over z.
// Legend: B batch, H units; the gates' blocks of H columns stand in the order below.
#pragma once

#include "lstm/matrix.hpp"

namespace lstm::kernels {

// The one place that decides the order of the gates. It is PyTorch's.
inline constexpr Index input_gate = 0, forget_gate = 1, cell_gate = 2, output_gate = 3;

// In:   z [B, 4H] pre-activations without their bias, bias [1, 4H], c_prev [B, H]
// Out:  z [B, 4H] the gates i, f, g, o;  c, tanh_c, h [B, H]
//   i, f, o = sigmoid(z + bias), g = tanh(z + bias)
//   c = f * c_prev + i * g
//   h = o * tanh(c)
void gates_forward(View z, ConstView bias, ConstView c_prev, View c, View tanh_c, View h);

// In:   z [B, 4H] the gates, c_prev, tanh_c [B, H], d_y [B, H] from the layer above (or empty:
//       zeros), d_h, d_c [B, H] from the next step
// Out:  z [B, 4H] d_z;  d_c [B, H] for the previous step
//   d_h' = d_y + d_h
//   d_c' = d_c + d_h' * o * (1 - tanh_c^2)
//   d_zi = d_c' * g * i * (1 - i)          d_zf = d_c' * c_prev * f * (1 - f)
//   d_zg = d_c' * i * (1 - g^2)            d_zo = d_h' * tanh_c * o * (1 - o)
//   d_c  = d_c' * f
void gates_backward(View z, ConstView c_prev, ConstView tanh_c, ConstView d_y, ConstView d_h,
                    View d_c);

}  // namespace lstm::kernels
