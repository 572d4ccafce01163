// The kernels once more, as plain loops straight from the equations, for any scalar. Tests compare
// the fast ones with these in float and differentiate these numerically in double.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/gates.hpp"
#include "lstm/activation_kind.hpp"

namespace lstm::reference {

template <class Scalar>
Scalar sigmoid(Scalar x) {
  return 1 / (1 + std::exp(-x));
}

template <class Scalar>
Scalar activate(CellActivation kind, Scalar x) {
  switch (kind) {
    case CellActivation::tanh:
      return std::tanh(x);
    case CellActivation::sigmoid:
      return sigmoid(x);
    case CellActivation::hard_sigmoid:
      return std::min(std::max(x + 3, Scalar(0)), Scalar(6)) / 6;
    case CellActivation::relu:
      return std::max(x, Scalar(0));
    case CellActivation::linear:
      return x;
    case CellActivation::softsign:
      return x / (1 + std::abs(x));
    case CellActivation::hard_sigmoid_keras2:
      return std::min(std::max(x + Scalar(2.5), Scalar(0)), Scalar(5)) / 5;
  }
  return x;
}

// All but softmax.
template <class Scalar>
Scalar activate(ActivationKind kind, Scalar x) {
  switch (kind) {
    case ActivationKind::sigmoid:
      return sigmoid(x);
    case ActivationKind::tanh:
      return std::tanh(x);
    case ActivationKind::relu:
      return std::max(x, Scalar(0));
    case ActivationKind::elu:
      return x > 0 ? x : std::expm1(x);
    case ActivationKind::gelu:
      return x * std::erfc(-x / std::sqrt(Scalar(2))) / 2;
    case ActivationKind::leaky_relu:
      return x > 0 ? x : Scalar(0.2) * x;
    case ActivationKind::selu:
      return Scalar(1.0507009873554805) * (x > 0 ? x : Scalar(1.6732632423543772) * std::expm1(x));
    case ActivationKind::softplus:
      return std::max(x, Scalar(0)) + std::log1p(std::exp(-std::abs(x)));
    case ActivationKind::softsign:
      return activate(CellActivation::softsign, x);
    case ActivationKind::swish:
      return x * sigmoid(x);
    case ActivationKind::hard_sigmoid:
      return activate(CellActivation::hard_sigmoid, x);
    case ActivationKind::hard_sigmoid_keras2:
      return activate(CellActivation::hard_sigmoid_keras2, x);
    case ActivationKind::exponential:
      return std::exp(x);
    default:
      return x;
  }
}

// c [M, N] += a [M, K] b [N, K]^T
template <class Scalar>
void add_a_bt(const Scalar* a, const Scalar* b, Scalar* c, Index M, Index K, Index N) {
  for (Index m = 0; m < M; ++m) {
    for (Index n = 0; n < N; ++n) {
      for (Index k = 0; k < K; ++k) c[m * N + n] += a[m * K + k] * b[n * K + k];
    }
  }
}

// One unit of one sequence, one step: z holds its four pre-activations and becomes its gates.
template <class Scalar>
struct Cell {
  Scalar i, f, g, o, c, h;

  Cell(const CellActivations& by, Scalar zi, Scalar zf, Scalar zg, Scalar zo, Scalar c_prev)
      : i(activate(by.recurrent, zi)),
        f(activate(by.recurrent, zf)),
        g(activate(by.activation, zg)),
        o(activate(by.recurrent, zo)),
        c(f * c_prev + i * g),
        h(o * activate(by.activation, c)) {}
};

// z [B, 4H] pre-activations; c [B, H] and h [B, H] of the previous step become those of this one.
template <class Scalar>
void lstm_step(const CellActivations& by, const Scalar* z, Scalar* c, Scalar* h, Index B, Index H) {
  using namespace kernels;
  for (Index b = 0; b < B; ++b) {
    for (Index n = 0; n < H; ++n) {
      const Scalar* row = z + b * 4 * H + n;
      const Cell<Scalar> cell(by, row[input_gate * H], row[forget_gate * H], row[cell_gate * H],
                              row[output_gate * H], c[b * H + n]);
      c[b * H + n] = cell.c;
      h[b * H + n] = cell.h;
    }
  }
}

// z [size] pre-activations -> h [size]
template <class Scalar>
void simple_rnn_step(CellActivation activation, const Scalar* z, Scalar* h, Index size) {
  for (Index n = 0; n < size; ++n) h[n] = activate(activation, z[n]);
}

// log sum_k exp(x_k)
template <class Scalar>
Scalar log_sum_exp(const Scalar* x, Index size) {
  Scalar m = x[0], sum = 0;
  for (Index k = 1; k < size; ++k) m = std::max(m, x[k]);
  for (Index k = 0; k < size; ++k) sum += std::exp(x[k] - m);
  return m + std::log(sum);
}

}  // namespace lstm::reference
