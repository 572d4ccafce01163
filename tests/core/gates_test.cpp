// The cell: each gate alone, the reference on all sizes, and the guide's example worked in numbers.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gates_step.hpp"
#include "kernels/activations.hpp"
#include "kernels/reference.hpp"

using namespace lstm;
using namespace lstm::kernels;

namespace {

constexpr float open = 40, closed = -40;
double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

TEST_CASE("each gate alone has its closed form") {
  for (const float z : {-6.0f, -1.5f, -0.1f, 0.0f, 0.4f, 2.0f, 7.0f}) {
    CAPTURE(z);
    SUBCASE("input gate: how much of g comes in") {
      const Step step = one_unit(z, closed, open, open, 3);
      CHECK(step.c[0] == near(sigmoid_of(z)));
      CHECK(step.z[input_gate] == near(sigmoid_of(z)));
    }
    SUBCASE("forget gate: how much of c stays") {
      const Step step = one_unit(closed, z, open, open, 3);
      CHECK(step.c[0] == near(3 * sigmoid_of(z)));
    }
    SUBCASE("cell gate: what comes in") {
      const Step step = one_unit(open, closed, z, open, 3);
      CHECK(step.c[0] == near(std::tanh(z)));
    }
    SUBCASE("output gate: how much of c shows, and no part in c") {
      const Step step = one_unit(closed, open, open, z, 0.7f);
      CHECK(step.c[0] == near(0.7));
      CHECK(step.h[0] == near(sigmoid_of(z) * std::tanh(0.7)));
    }
  }
}

TEST_CASE("the guide's example: with all weights zero every gate is one half and the states zero") {
  const Step step = one_unit(0, 0, 0, 0, 0);
  CHECK(step.z[input_gate] == 0.5f);
  CHECK(step.z[forget_gate] == 0.5f);
  CHECK(step.z[cell_gate] == 0.0f);
  CHECK(step.z[output_gate] == 0.5f);
  CHECK(step.c[0] == 0.0f);
  CHECK(step.h[0] == 0.0f);
}

TEST_CASE("gates_forward equals the reference on sizes around a vector's length") {
  Random random(1);
  for (const auto by : every_pair()) {
    for (const Index H : {Index{1}, lanes - 1, lanes, lanes + 1, 3 * lanes + 2, Index{64}}) {
      CAPTURE(H);
      const Index B = 3;
      Step step(B, H);
      step.by = by;
      for (auto* values : {&step.z, &step.bias, &step.c_prev}) fill(*values, random);
      std::vector<float> c = step.c_prev, h(c.size());
      const auto z = step.pre_activations<float>();
      reference::lstm_step(by, z.data(), c.data(), h.data(), B, H);
      step.forward();
      for (std::size_t n = 0; n < h.size(); ++n) {
        CHECK(std::abs(step.c[n] - c[n]) <= 2e-6f * std::max(1.0f, std::abs(c[n])));
        CHECK(std::abs(step.h[n] - h[n]) <= 2e-6f * std::max(1.0f, std::abs(h[n])));
        const float a = reference::activate(by.activation, c[n]);
        CHECK(std::abs(step.a[n] - a) <= 2e-6f * std::max(1.0f, std::abs(a)));
      }
    }
  }
}

TEST_CASE("at padding, cell, output and gradients pass by, to the bit") {
  const Index B = 3, H = lanes + 1;
  Random random(7);
  for (const auto by : every_pair()) {
    Step step(B, H);
    step.by = by;
    std::vector<float> h_prev(step.h.size()), d_kept(step.h.size());
    for (auto* values :
         {&step.z, &step.bias, &step.c_prev, &h_prev, &step.d_y, &step.d_h, &step.d_c}) {
      fill(*values, random);
    }
    const std::vector<Flag> mask{1, 0, 1};
    const auto row = [&](std::vector<float>& of, Index b) {
      const View all = step.view(of);
      return std::vector<float>(all.row(b), all.row(b) + all.cols);
    };
    step.forward();
    const auto other = row(step.c, 0);
    copy_kept(mask, step.view(step.c_prev), step.view(step.c));
    copy_kept(mask, step.view(h_prev), step.view(step.h));
    keep_gates(mask, step.view(step.z), 4, forget_gate);
    CHECK(row(step.c, 1) == row(step.c_prev, 1));
    CHECK(row(step.h, 1) == row(h_prev, 1));
    CHECK(row(step.c, 0) == other);

    const auto d_c = row(step.d_c, 1);
    keep_backward(mask, step.view(step.d_y), step.view(step.d_h), step.view(d_kept));
    step.backward();
    clear_kept(mask, step.view(step.z));
    CHECK(row(step.z, 1) == std::vector<float>(step.size(4 * H)));
    CHECK(row(step.d_c, 1) == d_c);
    auto expected = row(step.d_h, 1);
    for (std::size_t n = 0; n < expected.size(); ++n) expected[n] += row(step.d_y, 1)[n];
    CHECK(row(d_kept, 1) == expected);
  }
}

TEST_CASE("gates_backward equals central differences of the reference") {
  Random random(2);
  for (const auto by : every_pair()) {
    const Index B = 2, H = lanes + 1;
    Step step(B, H);
    step.by = by;
    for (auto* values : {&step.z, &step.bias, &step.c_prev, &step.d_y, &step.d_h, &step.d_c})
      fill(*values, random);
    const auto z = step.pre_activations<double>();
    const std::vector<double> c_prev(step.c_prev.begin(), step.c_prev.end());
    const std::vector<float> d_c = step.d_c;
    std::vector<float> d_h = step.d_h;
    for (std::size_t n = 0; n < d_h.size(); ++n) d_h[n] += step.d_y[n];
    const auto objective = [&](const std::vector<double>& at_z, std::vector<double> c) {
      std::vector<double> h(c.size());
      reference::lstm_step(by, at_z.data(), c.data(), h.data(), B, H);
      double sum = 0;
      for (std::size_t n = 0; n < h.size(); ++n) sum += d_h[n] * h[n] + d_c[n] * c[n];
      return sum;
    };
    step.forward();
    step.backward();
    const auto slope = [](auto f) { return (f(1e-5) - f(-1e-5)) / 2e-5; };
    for (std::size_t n = 0; n < z.size(); ++n) {
      const double numeric = slope([&](double to) {
        auto moved = z;
        moved[n] += to;
        return objective(moved, c_prev);
      });
      CHECK(std::abs(step.z[n] - numeric) <= 5e-6 * std::max(1.0, std::abs(numeric)));
    }
    for (std::size_t n = 0; n < c_prev.size(); ++n) {
      const double numeric = slope([&](double to) {
        auto moved = c_prev;
        moved[n] += to;
        return objective(z, moved);
      });
      CHECK(std::abs(step.d_c[n] - numeric) <= 5e-6 * std::max(1.0, std::abs(numeric)));
    }
  }
}
