// The gated recurrent unit once more, as plain loops straight from the equations.
#pragma once

#include "kernels/gru_gates.hpp"
#include "kernels/reference.hpp"

namespace lstm::reference {

// (1 - z) n + z h
template <class Scalar>
Scalar blend(Scalar z, Scalar n, Scalar h) {
  return (1 - z) * n + z * h;
}

// Reset after the product. z, u [B, 3H] with their biases; h [B, H] of the previous step becomes
// that of this one.
template <class Scalar>
void gru_step(const CellActivations& by, const Scalar* z, const Scalar* u, Scalar* h, Index B,
              Index H) {
  using namespace kernels;
  for (Index b = 0; b < B; ++b) {
    for (Index k = 0; k < H; ++k, ++h) {
      const Index R = b * 3 * H + reset_gate * H + k, Z = b * 3 * H + update_gate * H + k,
                  N = b * 3 * H + new_gate * H + k;
      const Scalar r = activate(by.recurrent, z[R] + u[R]);
      const Scalar n = activate(by.activation, z[N] + r * u[N]);
      *h = blend(activate(by.recurrent, z[Z] + u[Z]), n, *h);
    }
  }
}

// Reset before the product. z [B, 3H] with its bias, weight_hh [3H, H], h_in [B, H]; h [B, H] of
// the previous step becomes that of this one.
template <class Scalar>
void gru_step_reset_before(const CellActivations& by, const Scalar* z, const Scalar* weight_hh,
                           const Scalar* h_in, Scalar* h, Index B, Index H) {
  using namespace kernels;
  std::vector<Scalar> sum(z, z + B * 3 * H);
  for (Index b = 0; b < B; ++b) {
    Scalar* row = sum.data() + b * 3 * H;
    const auto add_product = [&](Index gate, const Scalar* of) {
      add_a_bt(of, weight_hh + gate * H * H, row + gate * H, 1, H, H);
    };
    add_product(reset_gate, h_in + b * H);
    add_product(update_gate, h_in + b * H);
    std::vector<Scalar> rh(h_in + b * H, h_in + (b + 1) * H);
    for (Index k = 0; k < H; ++k) {
      rh[static_cast<std::size_t>(k)] *= activate(by.recurrent, row[reset_gate * H + k]);
    }
    add_product(new_gate, rh.data());
    for (Index k = 0; k < H; ++k) {
      Scalar& out = h[b * H + k];
      out = blend(activate(by.recurrent, row[update_gate * H + k]),
                  activate(by.activation, row[new_gate * H + k]), out);
    }
  }
}

}  // namespace lstm::reference
