// The LSTM cell between its matrix products: one step of B sequences, in one pass over z.
// Legend: B batch, H units; the gates' blocks of H columns stand in the order below.
#pragma once

#include <span>

#include "lstm/cell_activation.hpp"
#include "lstm/matrix.hpp"
#include "lstm/tensor.hpp"

namespace lstm::kernels {

// The one place that decides the order of the gates. It is PyTorch's.
inline constexpr Index input_gate = 0, forget_gate = 1, cell_gate = 2, output_gate = 3;

// In:   z [B, 4H] pre-activations without their bias, bias [1, 4H], c_prev [B, H]
// Out:  z [B, 4H] the gates i, f, g, o;  c, a, h [B, H]
//   i, f, o = recurrent(z + bias), g = activation(z + bias)
//   c = f * c_prev + i * g
//   h = o * a,  a = activation(c)
// Fast where `by` is the default, sigmoid and tanh; others are looked up as it goes.
void gates_forward(const CellActivations& by, View z, ConstView bias, ConstView c_prev, View c,
                   View a, View h);

// In:   z [B, 4H] the gates, c_prev, a [B, H], d_y [B, H] from the layer above (or empty: zeros),
//       d_h, d_c [B, H] from the next step
// Out:  z [B, 4H] d_z;  d_c [B, H] for the previous step
//   d_h' = d_y + d_h
//   d_c' = d_c + d_h' * o * activation'(a)
//   d_zi = d_c' * g * recurrent'(i)         d_zf = d_c' * c_prev * recurrent'(f)
//   d_zg = d_c' * i * activation'(g)        d_zo = d_h' * a * recurrent'(o)
//   d_c  = d_c' * f
// where a slope is told by what came out: sigmoid'(y) = y (1 - y), tanh'(y) = 1 - y^2.
void gates_backward(const CellActivations& by, View z, ConstView c_prev, ConstView a, ConstView d_y,
                    ConstView d_h, View d_c);

// Steps of padding. Of each row that `mask` [B] has as 0:

// After a cell's forward, of its gates in z: all are 0 but the one that keeps, an LSTM's f or a
// GRU's z, which is 1. These say that the cell keeps all it has, and with them its backward leaves
// d_c, or hands on d_y + d_h, as it is.
void keep_gates(std::span<const Flag> mask, View z, Index gates, Index keeping);

// Before gates_backward: d_kept = d_h + d_y (or empty: zeros). It is d_h of the previous step.
void keep_backward(std::span<const Flag> mask, ConstView d_y, ConstView d_h, View d_kept);

// After gates_backward: d_z = 0, which the gates alone give by some activations only.
void clear_kept(std::span<const Flag> mask, View d_z);

// to = from
void copy_kept(std::span<const Flag> mask, ConstView from, View to);

}  // namespace lstm::kernels
