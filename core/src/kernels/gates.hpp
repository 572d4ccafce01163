// The LSTM cell between its matrix products: one step of B sequences, in one pass over z.
// Legend: B batch, H units; the gates' blocks of H columns stand in the order below.
#pragma once

#include <span>

#include "lstm/matrix.hpp"
#include "lstm/tensor.hpp"

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

// Steps of padding. Of each row that `mask` [B] has as 0:

// After gates_forward: c = c_prev, h = h_prev, and the gates i = 0, f = 1, g = 0, o = 0. These say
// that the cell keeps all it has, and with them gates_backward gives d_z = 0 and leaves d_c as it
// is.
void keep_forward(std::span<const Flag> mask, View z, ConstView c_prev, View c, ConstView h_prev,
                  View h);

// Before gates_backward: d_kept = d_h + d_y (or empty: zeros). It is d_h of the previous step.
void keep_backward(std::span<const Flag> mask, ConstView d_y, ConstView d_h, View d_kept);

// to = from
void copy_kept(std::span<const Flag> mask, ConstView from, View to);

}  // namespace lstm::kernels
