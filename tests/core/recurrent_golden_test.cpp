// PyTorch's numbers of a GRU and of a simple RNN, one way and both ways, from states that are not
// zero: outputs, last states, and every gradient. What is handed down shows in those of the Dense
// before.
#include "golden/recurrent_golden.hpp"
#include "graph/network.hpp"
#include "learning/batch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "golden_check.hpp"
#include "lstm/sequential.hpp"
#include "lstm/states.hpp"

using namespace lstm;

namespace {

using golden::recurrent::B, golden::recurrent::T, golden::recurrent::I, golden::recurrent::H;

struct Golden {
  const std::vector<float>&x, &h0, &d_y;
  const NamedValues& weights;
  const std::vector<float>&y, &h_n;
  const NamedValues& gradients;
};

void check_golden(const LayerConfig& cell, const std::string& name, const Golden& golden) {
  Sequential model({DenseConfig{.units = I, .input_features = I, .input_sequence = true}, cell});
  model.compile({});
  Network& network = model.network();
  REQUIRE(network.parameters().tensors().size() == golden.weights.size());
  for (const auto& [parameter, values] : golden.weights) {
    const View value = network.parameters()[parameter].value;
    REQUIRE(value.size() == static_cast<Index>(values.size()));
    std::ranges::copy(values, value.data);
  }
  const Index width = static_cast<Index>(golden.h0.size()) / B;
  States states =
      states_of(network, std::vector<NamedTensor>{{name + ".h", {B, width}, golden.h0}});

  Dataset data = model.dataset(Tensor{{B, T, I}, golden.x}, Tensor{{B, T, width}, golden.y});
  std::vector<Index> all(B);
  std::iota(all.begin(), all.end(), Index{0});
  const Batch batch = data.gather(all);
  const ConstView y = network.forward(batch.x.front(), &states, Network::Until::logits).values;
  REQUIRE(y.size() == static_cast<Index>(golden.y.size()));
  check_close(y.data, golden.y, 2e-6);
  check_close(named_states(network, states).front().values.data(), golden.h_n, 2e-6);

  std::vector<float> d_y = golden.d_y;
  network.backward({d_y.data(), T * B, width});
  for (const auto& [parameter, gradient] : golden.gradients) {
    CAPTURE(parameter);
    check_close(network.parameters()[parameter].gradient.data, gradient, 2e-6);
  }
}

const GruConfig gru{.units = H, .return_sequences = true};
const SimpleRnnConfig simple_rnn{.units = H, .return_sequences = true};

}  // namespace

TEST_CASE("a GRU agrees with PyTorch") {
  using namespace golden::recurrent::gru;
  check_golden(::gru, "gru", {x, h0, d_y, weights, y, h_n, gradients});
}

TEST_CASE("a GRU both ways agrees with PyTorch") {
  using namespace golden::recurrent::gru_both_ways;
  check_golden(BidirectionalConfig{::gru}, "bidirectional",
               {x, h0, d_y, weights, y, h_n, gradients});
}

TEST_CASE("a GRU that resets before its product agrees with its equations in PyTorch") {
  using namespace golden::recurrent::gru_reset_before;
  GruConfig config = ::gru;
  config.reset_after = false;
  check_golden(config, "gru", {x, h0, d_y, weights, y, h_n, gradients});
}

TEST_CASE("a simple RNN agrees with PyTorch, by tanh and by relu") {
  {
    using namespace golden::recurrent::rnn_tanh;
    check_golden(simple_rnn, "simple_rnn", {x, h0, d_y, weights, y, h_n, gradients});
  }
  {
    using namespace golden::recurrent::rnn_relu;
    SimpleRnnConfig config = simple_rnn;
    config.activation = CellActivation::relu;
    check_golden(config, "simple_rnn", {x, h0, d_y, weights, y, h_n, gradients});
  }
}

TEST_CASE("a simple RNN both ways agrees with PyTorch") {
  using namespace golden::recurrent::rnn_both_ways;
  check_golden(BidirectionalConfig{simple_rnn}, "bidirectional",
               {x, h0, d_y, weights, y, h_n, gradients});
}
