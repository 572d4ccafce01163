// The gated recurrent unit, reset after its product: closed forms, the reference on all sizes,
// numeric gradients.
#include "kernels/gru_gates.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "cell_cases.hpp"
#include "kernels/gates.hpp"
#include "kernels/reference_gru.hpp"

using namespace lstm;
using namespace lstm::kernels;

namespace {

// One step of the cell, in memory of its own.
struct Step {
  Index B, H;
  CellActivations by;
  std::vector<float> z, u, bias_ih, bias_hh, h_prev, h, d_y, d_h;

  Step(Index batch, Index units, CellActivations through, Random& random)
      : B(batch),
        H(units),
        by(through),
        z(normals(B * 3 * H, random)),
        u(normals(B * 3 * H, random)),
        bias_ih(normals(3 * H, random)),
        bias_hh(normals(3 * H, random)),
        h_prev(normals(B * H, random)),
        h(h_prev.size()),
        d_y(normals(B * H, random)),
        d_h(normals(B * H, random)) {}

  View view(std::vector<float>& of) { return {of.data(), B, static_cast<Index>(of.size()) / B}; }
  void forward() {
    gru_forward(by, view(z), view(u), View{bias_ih.data(), 1, 3 * H},
                View{bias_hh.data(), 1, 3 * H}, view(h_prev), view(h));
  }
  void backward(View from_above) {
    gru_backward(by, view(z), view(u), view(h_prev), from_above, view(d_h));
  }
};

// What comes in from the input and from the state, a unit each.
struct Sums {
  float zr, zz, zn, un;
};

float one_unit(Sums sums, float h_prev) {
  Random random(1);
  Step step(1, 1, {}, random);
  step.bias_ih = step.bias_hh = step.u = {0, 0, 0};
  step.z[reset_gate] = sums.zr;
  step.z[update_gate] = sums.zz;
  step.z[new_gate] = sums.zn;
  step.u[new_gate] = sums.un;
  step.h_prev[0] = h_prev;
  step.forward();
  return step.h[0];
}

constexpr float open = 40, closed = -40;

}  // namespace

TEST_CASE("each gate of a GRU alone has its closed form") {
  for (const float z : {-6.0f, -1.5f, -0.1f, 0.0f, 0.4f, 2.0f, 7.0f}) {
    CAPTURE(z);
    const double s = 1 / (1 + std::exp(-static_cast<double>(z)));
    SUBCASE("reset gate: how much of the state's product comes in") {
      CHECK(one_unit({z, closed, 0.2f, 0.5f}, 3) == near(std::tanh(0.2 + s * 0.5)));
    }
    SUBCASE("update gate: how much of the state stays") {
      CHECK(one_unit({closed, z, open, 0}, 3) == near((1 - s) + s * 3));
    }
    SUBCASE("new gate: what comes in") {
      CHECK(one_unit({closed, closed, z, 9}, 3) == near(std::tanh(z)));
    }
  }
}

TEST_CASE("gru_forward equals the reference on sizes around a vector's length") {
  Random random(1);
  for (const auto by : every_pair()) {
    for (const Index H : unit_counts) {
      CAPTURE(H);
      Step step(3, H, by, random);
      const auto z = exact(step.z, step.bias_ih), u = exact(step.u, step.bias_hh);
      auto h = exact(step.h_prev);
      reference::gru_step(by, z.data(), u.data(), h.data(), step.B, H);
      step.forward();
      check_near(step.h, h, 4e-6);
    }
  }
}

TEST_CASE("gru_backward equals central differences of the reference") {
  Random random(2);
  for (const auto by : every_pair()) {
    for (const bool above : {true, false}) {
      Step step(2, lanes + 1, by, random);
      const auto z = exact(step.z, step.bias_ih), u = exact(step.u, step.bias_hh),
                 h_prev = exact(step.h_prev);
      const auto d_h = exact(step.d_h, above ? step.d_y : std::vector<float>{0});
      const auto objective = [&](const auto& at_z, const auto& at_u, auto h) {
        reference::gru_step(by, at_z.data(), at_u.data(), h.data(), step.B, step.H);
        return std::inner_product(h.begin(), h.end(), d_h.begin(), 0.0);
      };
      step.forward();
      step.backward(above ? step.view(step.d_y) : View{});
      check_near(step.z, slopes(z, [&](auto& at) { return objective(at, u, h_prev); }), 1e-5);
      check_near(step.u, slopes(u, [&](auto& at) { return objective(z, at, h_prev); }), 1e-5);
      check_near(step.d_h, slopes(h_prev, [&](auto& at) { return objective(z, u, at); }), 1e-5);
    }
  }
}

TEST_CASE("at padding a GRU's gates say that all is kept, and its gradient passes by, to the bit") {
  Random random(7);
  for (const auto by : every_pair()) {
    Step step(3, lanes + 1, by, random);
    step.forward();
    const auto others = step.z;
    keep_gates(std::vector<Flag>{1, 0, 1}, step.view(step.z), 3, update_gate);
    const Index H = step.H;
    for (Index n = 0; n < 3 * H; ++n) {
      CHECK(step.view(step.z).row(1)[n] == (n / H == update_gate ? 1.0f : 0.0f));
      CHECK(step.view(step.z).row(0)[n] == others[static_cast<std::size_t>(n)]);
      CHECK(step.view(step.z).row(2)[n] == others[static_cast<std::size_t>(6 * H + n)]);
    }
    const auto d_h = step.d_h;
    step.backward({});
    for (Index n = H; n < 2 * H; ++n) {
      const auto at = static_cast<std::size_t>(n);
      CHECK(step.d_h[at] == d_h[at]);
    }
  }
}
