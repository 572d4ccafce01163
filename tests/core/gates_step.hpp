// One step of the cell, in memory of its own.
#pragma once

#include <vector>

#include "cell_cases.hpp"
#include "kernels/gates.hpp"

namespace lstm::kernels {

struct Step {
  CellActivations by = {};
  std::vector<float> z, bias, c_prev, c, a, h, d_y, d_h, d_c;
  Index B, H;

  Step(Index batch, Index units)
      : z(size(batch * 4 * units)),
        bias(size(4 * units)),
        c_prev(size(batch * units)),
        c(c_prev),
        a(c_prev),
        h(c_prev),
        d_y(c_prev),
        d_h(c_prev),
        d_c(c_prev),
        B(batch),
        H(units) {}

  static std::size_t size(Index n) { return static_cast<std::size_t>(n); }
  View view(std::vector<float>& of) { return {of.data(), B, static_cast<Index>(of.size()) / B}; }
  void forward() {
    gates_forward(by, view(z), View{bias.data(), 1, 4 * H}, view(c_prev), view(c), view(a),
                  view(h));
  }
  void backward() {
    gates_backward(by, view(z), view(c_prev), view(a), view(d_y), view(d_h), view(d_c));
  }
  // z + bias, for the reference
  template <class Scalar>
  std::vector<Scalar> pre_activations() const {
    std::vector<Scalar> sum(z.begin(), z.end());
    for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += bias[n % bias.size()];
    return sum;
  }
};

// One unit: pre-activations and the cell before.
inline Step one_unit(float zi, float zf, float zg, float zo, float c_prev,
                     CellActivations by = {}) {
  Step step(1, 1);
  step.by = by;
  step.z[input_gate] = zi;
  step.z[forget_gate] = zf;
  step.z[cell_gate] = zg;
  step.z[output_gate] = zo;
  step.c_prev[0] = c_prev;
  step.forward();
  return step;
}

}  // namespace lstm::kernels
