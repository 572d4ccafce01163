// What cells other than an LSTM's keep from step to step, and show of it.
#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "every_cell.hpp"
#include "graph/network.hpp"
#include "lstm/reading.hpp"

using namespace lstm;

namespace {

constexpr Index N = 3, T = 5, F = 2, H = 4;

Tensor numbers(Shape shape) {
  Random random(1);
  std::vector<float> values(static_cast<std::size_t>(element_count(shape)));
  for (auto& value : values) value = random.normal();
  return {std::move(shape), std::move(values)};
}
const Tensor x = numbers({N, T, F});

std::vector<std::string> names_of(const Gates& gates) {
  std::vector<std::string> names;
  for (const Gate& gate : gates) names.push_back(gate.name);
  return names;
}

// h_t = (1 - z_t) * n_t + z_t * h_{t-1}
void check_gru(const Gates& gates, bool backwards) {
  REQUIRE(names_of(gates) == std::vector<std::string>{"r", "z", "n", "h"});
  const auto at = [&](std::size_t which, Index n, Index t, Index k) {
    if (t < 0 || t == T) return 0.0f;
    return as_values(gates[which].values)[static_cast<std::size_t>((n * T + t) * H + k)];
  };
  for (Index n = 0; n < N; ++n) {
    for (Index t = 0; t < T; ++t) {
      for (Index k = 0; k < H; ++k) {
        const float z = at(1, n, t, k), h_prev = at(3, n, backwards ? t + 1 : t - 1, k);
        CHECK(std::abs(at(0, n, t, k) - 0.5f) < 0.5f);
        CHECK(std::abs(at(3, n, t, k) - (1 - z) * at(2, n, t, k) - z * h_prev) < 1e-6f);
      }
    }
  }
}

}  // namespace

TEST_CASE("the state of a GRU, or of a simple RNN, is h alone") {
  for (const AnyCell& cell : std::span(every_cell).subspan(1)) {
    CAPTURE(cell.name);
    Sequential model(
        {cell({.units = H, .return_sequences = true, .stateful = true, .input_features = F})});
    model.predict(x);
    const States states = model.states();
    const std::string& layer = model.network().input_name();
    const auto tensors = named_states(model.network(), states);
    REQUIRE(tensors.size() == 1);
    CHECK(tensors[0].name == layer + ".h");
    CHECK(tensors[0].shape == Shape{N, H});
    CHECK(states_of(model.network(), tensors) == states);

    States of_lstm = states;
    of_lstm[0].push_back(states[0][0]);
    const std::string message =
        "lstm: expected h of 3 x 4 numbers as the state of '" + layer + "', got 12 and 12";
    CHECK_THROWS_WITH_AS(model.set_states(of_lstm), message.c_str(), std::invalid_argument);
    CHECK(model.states() == states);
  }
}

TEST_CASE("the gates of a GRU obey its equation at every step, both ways") {
  for (const bool reset_after : {true, false}) {
    const GruConfig half{
        .units = H, .reset_after = reset_after, .return_sequences = true, .input_features = F};
    Sequential model({BidirectionalConfig{half}}, 5);
    const auto layers = inspect(model, x);
    REQUIRE(layers.size() == 2);
    check_gru(layers[0], false);
    check_gru(layers[1], true);
  }
}

TEST_CASE("all that a simple RNN has to show is its output") {
  Sequential model({SimpleRnnConfig{.units = H, .return_sequences = true, .input_features = F}}, 5);
  const auto layers = inspect(model, x);
  REQUIRE(layers.size() == 1);
  CHECK(names_of(layers[0]) == std::vector<std::string>{"h"});
  CHECK(layers[0][0].values.data == model.predict(x).data);
}
