// States: carried by a stateful model or by the caller, and all that can be seen of an LSTM's
// steps.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "every_cell.hpp"
#include "graph/network.hpp"
#include "layers/recurrent.hpp"
#include "learning/batch.hpp"
#include "lstm/prediction.hpp"
#include "lstm/reading.hpp"
#include "lstm/states.hpp"
#include "normals.hpp"

using namespace lstm;

namespace {

constexpr Index N = 4, T = 10, F = 3;

// Steps `first` ... `first + count` of every sample.
Tensor part_of(const Tensor& all, Index first, Index count) {
  const Index features = all.shape[2];
  const auto& from = std::get<std::vector<float>>(all.data);
  std::vector<float> values;
  for (Index n = 0; n < all.shape[0]; ++n) {
    const auto begin = from.begin() + (n * all.shape[1] + first) * features;
    values.insert(values.end(), begin, begin + count * features);
  }
  return {{all.shape[0], count, features}, values};
}

Sequential stack(bool stateful, const AnyCell& cell = every_cell[0]) {
  const LstmConfig first{
      .units = 5, .return_sequences = true, .stateful = stateful, .input_features = F};
  const LstmConfig second{.units = 6, .return_sequences = true, .stateful = stateful};
  Sequential model({cell(first), cell(second), DenseConfig{2}}, 7);
  model.compile({});
  return model;
}

double difference(const Tensor& a, const Tensor& b) {
  REQUIRE(a.shape == b.shape);
  const auto &x = std::get<std::vector<float>>(a.data), &y = std::get<std::vector<float>>(b.data);
  double largest = 0;
  for (std::size_t n = 0; n < x.size(); ++n)
    largest = std::max<double>(largest, std::abs(x[n] - y[n]));
  return largest;
}

const Tensor x = normals({N, T, F}, 1), y = normals({N, T, 2}, 2);

void check_going_on(const AnyCell& cell) {
  Sequential model = stack(true, cell), whole = stack(false, cell);
  const Tensor expected = whole.predict(x);
  for (int round = 0; round < 2; ++round) {
    CHECK(difference(model.predict(part_of(x, 0, 4)), part_of(expected, 0, 4)) < 1e-6);
    CHECK(difference(model.predict(part_of(x, 4, 6)), part_of(expected, 4, 6)) < 1e-6);
    CHECK(difference(model.predict(part_of(x, 0, 4)), part_of(expected, 0, 4)) > 1e-3);
    model.reset_states();
  }
  CHECK(whole.states()[0][0].empty());
}

void check_carrying(const AnyCell& cell) {
  Sequential model = stack(true, cell), given = stack(false, cell);
  States states = given.network().zero_states();
  Dataset data = given.dataset(x, y);
  const std::vector<Index> all{0, 1, 2, 3};
  for (int step = 0; step < 5; ++step) {
    const Batch batch = data.gather(all);
    const double loss =
        step == 2 ? given.score(batch, &states).loss() : given.train_step(batch, &states).loss();
    CHECK((step == 2 ? model.evaluate(x, y) : model.train_on_batch(x, y)).loss() == loss);
  }
  CHECK(model.states() == states);
}

}  // namespace

TEST_CASE("a stateful model goes on from where the last batch ended, until it is reset") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    check_going_on(cell);
  }
}

TEST_CASE("training, scoring and predicting carry the states on alike") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    check_carrying(cell);
  }
}

TEST_CASE("states can be taken out and put back") {
  Sequential model = stack(true);
  model.predict(x);
  const States states = model.states();
  CHECK(states[0][0].size() == 4 * 5);
  CHECK(states[1][1].size() == 4 * 6);
  const Tensor expected = model.predict(x);
  model.reset_states();
  model.set_states(states);
  CHECK(model.predict(x).data == expected.data);

  const auto refused = [&](States wrong, const char* message) {
    CHECK_THROWS_WITH_AS(model.set_states(std::move(wrong)), message, std::invalid_argument);
  };
  refused({}, "lstm: expected states of 3 layers, got 0");
  States wrong = states;
  wrong[1][0].pop_back();
  refused(wrong, "lstm: expected h and c of 4 x 6 numbers as the state of 'lstm_1', got 23 and 24");
  wrong = states;
  wrong[2] = wrong[1];
  refused(wrong, "lstm: expected no part of 4 x 0 numbers as the state of 'dense', got 24 and 24");
}

TEST_CASE("a carried state wants batches of its size") {
  Sequential model = stack(true);
  model.predict(x);
  const Tensor fewer = normals({3, T, F}, 1);
  CHECK_THROWS_WITH_AS(
      model.predict(fewer),
      "lstm: expected a batch of 4 samples, as the states have, got 3: resetStates() "
      "begins anew",
      std::invalid_argument);
  model.reset_states();
  CHECK(model.predict(fewer).shape == Shape{3, T, 2});
}

TEST_CASE("in a stateful model the other layers begin at zeros") {
  Sequential model(
      {LstmConfig{.units = 5, .return_sequences = true, .stateful = true, .input_features = F},
       LstmConfig{.units = 6}});
  model.predict(x);
  CHECK(model.states()[0][0].size() == N * 5);
  CHECK(model.states()[1][0].empty());
}

TEST_CASE("states as tensors come back, and wrong ones are named") {
  Sequential model = stack(true);
  CHECK(named_states(model.network(), model.states()).empty());
  CHECK(states_of(model.network(), {})[0][0].empty());
  model.predict(x);
  const auto tensors = named_states(model.network(), model.states());
  std::vector<std::string> names;
  for (const auto& tensor : tensors) names.push_back(tensor.name);
  CHECK(names == std::vector<std::string>{"lstm.h", "lstm.c", "lstm_1.h", "lstm_1.c"});
  CHECK(tensors[2].shape == Shape{N, 6});
  const States back = states_of(model.network(), tensors);
  CHECK(back[1][1] == model.states()[1][1]);

  const auto refused = [&](auto change, const char* message) {
    auto wrong = tensors;
    change(wrong);
    CHECK_THROWS_WITH_AS(states_of(model.network(), wrong), message, std::invalid_argument);
  };
  refused([](auto& w) { w.pop_back(); }, "lstm: expected 'lstm_1.c' in the states");
  refused([](auto& w) { w[2].shape = {2, 6}; },
          "lstm: expected 'lstm_1.h' of shape [4, 6] in the states, got [2, 6]");
  refused([](auto& w) { w.push_back({"dense.h", {4, 2}, std::vector<float>(8)}); },
          "lstm: expected states of 4 tensors, the parts of each layer's that has one, got 5");
}

TEST_CASE("predictions with states go on where others ended, in a model that is not stateful") {
  Sequential model = stack(false);
  const Tensor expected = model.predict(x);
  const auto streamed = [&](Index first, Index count, States states) {
    Prediction prediction(model, model.inputs(part_of(x, first, count)), 32, std::move(states));
    while (prediction.step()) {
    }
    return prediction.result();
  };
  CHECK(difference(streamed(0, 4, model.network().zero_states()), part_of(expected, 0, 4)) < 1e-6);
  const States between = model.states();
  CHECK(difference(model.predict(x), expected) == 0);  // which is by itself
  CHECK(difference(streamed(4, 6, between), part_of(expected, 4, 6)) < 1e-6);
  const auto refused = [&](Index samples) {
    Prediction(model, model.inputs(normals({samples, 2, F}, 1)), 32, between);
  };
  CHECK_THROWS_WITH_AS(refused(3),
                       "lstm: expected a multiple of 4 samples, as the states have, got 3",
                       std::invalid_argument);
}

TEST_CASE("a bidirectional layer carries the states of both halves") {
  const LstmConfig half{
      .units = 5, .return_sequences = true, .stateful = true, .input_features = F};
  Sequential model({BidirectionalConfig{half}}, 3);
  const Tensor first = model.predict(x);
  CHECK(model.states()[0][0].size() == N * 10);
  CHECK(difference(model.predict(x), first) > 1e-3);

  // Forward, h after the last step; backward, h at the first one.
  model.reset_states();
  model.predict(x);
  const auto& h = model.states()[0][0];
  const auto& out = std::get<std::vector<float>>(first.data);
  for (std::size_t n = 0; n < N; ++n) {
    for (std::size_t k = 0; k < 5; ++k) {
      CHECK(h[n * 10 + k] == out[(n * T + T - 1) * 10 + k]);
      CHECK(h[n * 10 + 5 + k] == out[n * T * 10 + 5 + k]);
    }
  }
}

TEST_CASE("after a diverged step a stateful model begins at zeros again") {
  Sequential model = stack(true);
  const auto size = static_cast<std::size_t>(y.size());
  const Tensor broken{y.shape, std::vector<float>(size, std::numeric_limits<float>::max())};
  CHECK_THROWS_AS(model.train_on_batch(x, broken), std::runtime_error);
  CHECK(model.states()[0][0].empty());
  CHECK(std::isfinite(model.train_on_batch(x, y).loss()));
}

TEST_CASE("gates, cells and outputs of every step can be seen after a forward") {
  Random random(5);
  Network network(
      {LstmConfig{.units = 5, .return_sequences = true, .input_features = F},
       BidirectionalConfig{LstmConfig{.units = 5, .return_sequences = true}}, DenseConfig{2}},
      random);
  const Tensor* one = &x;
  Inputs inputs(network, {&one, 1});
  const std::vector<Index> all{0, 1, 2, 3};
  network.forward(inputs.gather(all).front(), nullptr, Network::Until::head);
  const auto lstms = network.recurrent();
  REQUIRE(lstms.size() == 3);
  for (std::size_t n = 0; n < 3; ++n) {
    const auto looks = lstms[n].layer->looks();
    REQUIRE(looks.size() == 6);
    const ConstView gates = looks[0].in, c = looks[4].in, h = looks[5].in;
    REQUIRE(gates.rows == T * N);
    REQUIRE(gates.cols == 20);
    REQUIRE(c.rows == T * N);
    REQUIRE(h.cols == 5);
    const bool backwards = n == 2;
    for (Index row = 0; row < T * N; ++row) {
      const Index before = backwards ? row + N : row - N;
      const bool first = before < 0 || before >= T * N;
      for (Index k = 0; k < 5; ++k) {
        const float* g = gates.row(row) + k;
        const float c_prev = first ? 0 : c.row(before)[k];
        CHECK(c.row(row)[k] == doctest::Approx(g[5] * c_prev + g[0] * g[10]).epsilon(1e-5));
        CHECK(h.row(row)[k] == doctest::Approx(g[15] * std::tanh(c.row(row)[k])).epsilon(1e-5));
      }
    }
  }
}

TEST_CASE("inspecting sequences gives what the layers computed, sample by sample") {
  Sequential model = stack(true);
  const Tensor expected = model.predict(part_of(x, 0, 4));
  const States carried = model.states();
  const auto layers = inspect(model, part_of(x, 4, 6));
  CHECK(model.states()[0][0] == carried[0][0]);
  REQUIRE(layers.size() == 2);
  for (const Gates& layer : layers) {
    const auto at = [&](std::size_t which, Index n, Index t, Index k) {
      const auto& values = std::get<std::vector<float>>(layer[which].values.data);
      return values[static_cast<std::size_t>((n * 6 + t) * layer[which].values.shape[2] + k)];
    };
    const std::size_t depth = &layer == layers.data() ? 0 : 1;
    const Index H = layer[0].values.shape[2];
    CHECK(layer[0].values.shape == Shape{N, 6, depth == 0 ? 5 : 6});
    for (Index n = 0; n < N; ++n) {
      for (Index t = 0; t < 6; ++t) {
        for (Index k = 0; k < H; ++k) {
          const float before =
              t > 0 ? at(4, n, t - 1, k) : carried[depth][1][static_cast<std::size_t>(n * H + k)];
          const float c = at(1, n, t, k) * before + at(0, n, t, k) * at(2, n, t, k);
          CHECK(std::abs(at(4, n, t, k) - c) < 1e-6f);
          CHECK(std::abs(at(5, n, t, k) - at(3, n, t, k) * std::tanh(c)) < 1e-6f);
        }
      }
    }
  }
  CHECK_THROWS_WITH_AS(inspect(model, normals({2, 3, F}, 1)),
                       "lstm: expected 4 samples, as the states have, got 2",
                       std::invalid_argument);
}
