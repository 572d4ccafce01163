// What a cell goes through, by its formula.
#include "lstm/cell_activation.hpp"

#include <algorithm>
#include <cmath>

#include "gates_step.hpp"

using namespace lstm;
using namespace lstm::kernels;

TEST_CASE("each activation has its closed form, in every place of the cell") {
  const auto closed_form = [](CellActivation kind, double x) {
    const double values[] = {std::tanh(x),
                             1 / (1 + std::exp(-x)),
                             std::clamp(x / 6 + 0.5, 0.0, 1.0),
                             x > 0 ? x : 0,
                             x,
                             x / (1 + std::abs(x)),
                             std::clamp(0.2 * x + 0.5, 0.0, 1.0)};
    return values[static_cast<int>(kind)];
  };
  for (const auto by : every_pair()) {
    const auto gate = [&](double x) { return closed_form(by.recurrent, x); };
    const auto cell = [&](double x) { return closed_form(by.activation, x); };
    for (const float z : {-4.0f, -3.0f, -1.5f, 0.0f, 0.25f, 2.0f, 3.0f, 5.0f}) {
      CAPTURE(z);
      const Step step = one_unit(z, 0.5f * z, -0.25f * z, 0.75f * z, 0.7f, by);
      const double c = gate(0.5 * z) * 0.7 + gate(z) * cell(-0.25 * z);
      CHECK(step.z[input_gate] == near(gate(z)));
      CHECK(step.z[forget_gate] == near(gate(0.5 * z)));
      CHECK(step.z[cell_gate] == near(cell(-0.25 * z)));
      CHECK(step.z[output_gate] == near(gate(0.75 * z)));
      CHECK(step.c[0] == near(c));
      CHECK(step.h[0] == near(gate(0.75 * z) * cell(c)));
    }
  }
}

TEST_CASE("a hard sigmoid is 0 and 1 from where it is, to the bit, and then has no slope") {
  for (const auto& [kind, z] : {std::pair{CellActivation::hard_sigmoid, 3.0f},
                                std::pair{CellActivation::hard_sigmoid, 40.0f},
                                std::pair{CellActivation::hard_sigmoid_keras2, 2.5f}}) {
    const CellActivations by{CellActivation::linear, kind};
    Step step = one_unit(z, -z, 1, z, 3, by);
    CHECK(step.z[input_gate] == 1.0f);
    CHECK(step.z[forget_gate] == 0.0f);
    CHECK(step.h[0] == 1.0f);
    step.d_h[0] = 1;
    step.backward();
    CHECK(step.z == std::vector<float>{0, 0, 1, 0});
  }
}

TEST_CASE("what is not finite does not pass for a number, whatever the activations") {
  for (const auto by : every_pair()) {
    CHECK(std::isnan(one_unit(1, NAN, 1, 1, 1, by).h[0]));
    CHECK(std::isnan(one_unit(1, 1, NAN, 1, 1, by).h[0]));
  }
}
