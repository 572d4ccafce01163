// The gated recurrent unit, reset before its product: the reference on all sizes, numeric
// gradients, both through the products of a whole step.
#include "kernels/gru_reset_before.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "cell_cases.hpp"
#include "kernels/reference_gru.hpp"

using namespace lstm;
using namespace lstm::kernels;

namespace {

// y [B, N] = x [B, K] weight [N, K]^T
std::vector<float> product(const std::vector<float>& x, const float* weight, Index B, Index N) {
  std::vector<float> y(static_cast<std::size_t>(B * N));
  reference::add_a_bt(x.data(), weight, y.data(), B, static_cast<Index>(x.size()) / B, N);
  return y;
}

// y [B, K] += d [B, N] weight [N, K]
void add_back(const std::vector<float>& d, const float* weight, std::vector<float>& y, Index B) {
  const Index N = static_cast<Index>(d.size()) / B, K = static_cast<Index>(y.size()) / B;
  for (Index b = 0; b < B; ++b) {
    for (Index n = 0; n < N; ++n) {
      const float d_n = d[static_cast<std::size_t>(b * N + n)];
      for (Index k = 0; k < K; ++k)
        y[static_cast<std::size_t>(b * K + k)] += d_n * weight[n * K + k];
    }
  }
}

// One step of the cell, in memory of its own. h_in is not h_prev, as with dropout between them.
struct Step {
  Index B, H;
  CellActivations by;
  std::vector<float> z, bias, weight_hh, h_prev, h_in, rh, h, d_y, d_h, d_h_in, d_n, d_rh, d_rz;

  Step(Index batch, Index units, CellActivations through, Random& random)
      : B(batch),
        H(units),
        by(through),
        z(normals(B * 3 * H, random)),
        bias(normals(3 * H, random)),
        weight_hh(normals(3 * H * H, random)),
        h_prev(normals(B * H, random)),
        h_in(normals(B * H, random)),
        rh(h_prev.size()),
        h(h_prev.size()),
        d_y(normals(B * H, random)),
        d_h(normals(B * H, random)),
        d_h_in(h_prev.size()),
        d_n(h_prev.size()),
        d_rh(h_prev.size()),
        d_rz(2 * h_prev.size()) {
    for (float& w : weight_hh) w /= std::sqrt(static_cast<float>(H));
  }

  View view(std::vector<float>& of) { return {of.data(), B, static_cast<Index>(of.size()) / B}; }
  const float* weight_hn() const { return weight_hh.data() + new_gate * H * H; }
  void forward() {
    const View biases{bias.data(), 1, 3 * H};
    auto u_rz = product(h_in, weight_hh.data(), B, 2 * H);
    gru_gates_forward(by, view(z), view(u_rz), biases, view(h_in), view(rh));
    auto u_n = product(rh, weight_hn(), B, H);
    gru_new_forward(by, view(z), view(u_n), biases, view(h_prev), view(h));
  }
  void backward(View from_above) {
    gru_new_backward(by, view(z), view(h_prev), from_above, view(d_h), view(d_n));
    add_back(d_n, weight_hn(), d_rh, B);
    gru_reset_backward(by, view(z), view(h_in), view(d_rh), view(d_rz));
    d_h_in = d_rh;
    add_back(d_rz, weight_hh.data(), d_h_in, B);
  }
};

}  // namespace

TEST_CASE("a GRU that resets before its product equals the reference on sizes around a vector's") {
  Random random(1);
  for (const auto by : every_pair()) {
    for (const Index H : unit_counts) {
      CAPTURE(H);
      Step step(3, H, by, random);
      const auto z = exact(step.z, step.bias), weight = exact(step.weight_hh),
                 h_in = exact(step.h_in);
      auto h = exact(step.h_prev);
      reference::gru_step_reset_before(by, z.data(), weight.data(), h_in.data(), h.data(), step.B,
                                       H);
      step.forward();
      check_near(step.h, h, 1e-5);
    }
  }
}

TEST_CASE("a GRU that resets before its product has the gradients of the reference") {
  Random random(2);
  for (const auto by : every_pair()) {
    for (const bool above : {true, false}) {
      Step step(2, lanes + 1, by, random);
      const auto z = exact(step.z, step.bias), weight = exact(step.weight_hh),
                 h_in = exact(step.h_in), h_prev = exact(step.h_prev);
      const auto d_h = exact(step.d_h, above ? step.d_y : std::vector<float>{0});
      const auto objective = [&](const auto& at_z, const auto& at_h_in, auto h) {
        reference::gru_step_reset_before(by, at_z.data(), weight.data(), at_h_in.data(), h.data(),
                                         step.B, step.H);
        return std::inner_product(h.begin(), h.end(), d_h.begin(), 0.0);
      };
      step.forward();
      step.backward(above ? step.view(step.d_y) : View{});
      check_near(step.z, slopes(z, [&](auto& at) { return objective(at, h_in, h_prev); }), 2e-5);
      check_near(step.d_h, slopes(h_prev, [&](auto& at) { return objective(z, h_in, at); }), 2e-5);
      check_near(step.d_h_in, slopes(h_in, [&](auto& at) { return objective(z, at, h_prev); }),
                 2e-5);
      const View d_z = step.view(step.z), d_rz = step.view(step.d_rz), d_n = step.view(step.d_n);
      for (Index b = 0; b < step.B; ++b) {  // the blocks once more
        CHECK(std::equal(d_rz.row(b), d_rz.row(b) + 2 * step.H, d_z.row(b)));
        CHECK(std::equal(d_n.row(b), d_n.row(b) + step.H, d_z.row(b) + new_gate * step.H));
      }
    }
  }
}
