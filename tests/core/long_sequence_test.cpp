// A sequence of 100,000 steps, read in windows with the state carried on, and all at once.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "graph/network.hpp"
#include "lstm/sequential.hpp"

using namespace lstm;

namespace {

constexpr Index T = 100'000, F = 3;

using Values = std::vector<float>;

Sequential stack() {
  return Sequential({LstmConfig{.units = 9, .return_sequences = true, .input_features = F},
                     LstmConfig{.units = 6, .return_sequences = true}, DenseConfig{2}},
                    7);
}

}  // namespace

TEST_CASE("100,000 steps by carried state give what one pass gives") {
  Random random(3);
  Values x(T * F);
  for (float& value : x) value = 2 * random.normal();
  Sequential whole = stack();
  States at_end = whole.network().zero_states();
  const ConstView expected = whole.infer(Activations{T, 1, {x.data(), T, F}, {}, {}}, &at_end);

  for (const Index window : {1, 64, 1000}) {
    CAPTURE(window);
    Sequential model = stack();
    States states = model.network().zero_states();
    double worst = 0;
    for (Index t = 0; t < T; t += window) {
      const Index steps = std::min(window, T - t);
      const ConstView y =
          model.infer(Activations{steps, 1, {x.data() + t * F, steps, F}, {}, {}}, &states);
      for (Index n = 0; n < y.size(); ++n) {
        const float exact = expected.data[t * y.cols + n];
        worst = std::max<double>(worst, std::abs(y.data[n] - exact));
      }
    }
    CHECK(worst < 2e-6);
    for (std::size_t k = 0; k < states[1][0].size(); ++k) {
      CHECK(states[1][0][k] == doctest::Approx(at_end[1][0][k]).epsilon(1e-5));
      CHECK(states[1][1][k] == doctest::Approx(at_end[1][1][k]).epsilon(1e-5));
    }
  }
}
