// PyTorch's numbers: outputs, loss, every gradient, and the weights after ten steps of Adam.
#include "golden/lstm_golden.hpp"
#include "graph/network.hpp"
#include "learning/batch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "golden_check.hpp"
#include "lstm/sequential.hpp"

using namespace lstm;

namespace {

std::vector<LayerConfig> stack(bool sequences) {
  return {EmbeddingConfig{golden::V, golden::E},
          LstmConfig{.units = golden::H1, .return_sequences = true},
          LstmConfig{.units = golden::H2, .return_sequences = sequences},
          sequences ? DenseConfig{golden::V, ActivationKind::softmax}
                    : DenseConfig{1, ActivationKind::sigmoid}};
}

struct Golden {
  const std::vector<std::int32_t>& x;
  const std::vector<float>& y;
  const NamedValues& weights;
  const std::vector<float>& outputs;
  float loss;
  const NamedValues& gradients;
  const NamedValues& weights_after;
};

void check_golden(const std::vector<LayerConfig>& layers, bool sequences, const Golden& golden) {
  Sequential model(layers);
  model.compile({.loss = sequences ? LossKind::sparse_categorical_crossentropy
                                   : LossKind::binary_crossentropy,
                 .optimizer = {.rule = AdamConfig{.epsilon = golden::epsilon},
                               .learning_rate = golden::learning_rate,
                               .clip_norm = golden::clip_norm}});
  Parameters& parameters = model.parameters();
  REQUIRE(parameters.tensors().size() == golden.weights.size());
  for (const auto& [name, values] : golden.weights) {
    REQUIRE(parameters[name].value.size() == static_cast<Index>(values.size()));
    std::ranges::copy(values, parameters[name].value.data);
  }
  const Tensor x{{golden::B, golden::T}, golden.x};
  const Tensor y{sequences ? Shape{golden::B, golden::T} : Shape{golden::B}, golden.y};

  check_close(std::get<std::vector<float>>(model.predict(x).data).data(), golden.outputs, 1e-5);
  CHECK(model.evaluate(x, y).loss() == doctest::Approx(golden.loss).epsilon(1e-6));

  Dataset data = model.dataset(x, y);
  std::vector<Index> all(golden::B);
  std::iota(all.begin(), all.end(), Index{0});
  const Batch batch = data.gather(all);
  const ConstView logits =
      model.network().forward(batch.x.front(), nullptr, Network::Until::logits).values;
  Buffer buffer;
  const View d_y = buffer.view(logits.rows, logits.cols);
  score(model.compiled().loss, logits, batch.y.front(), logits.rows, d_y);
  model.network().backward(d_y);
  for (const auto& [name, gradient] : golden.gradients) {
    CAPTURE(name);
    check_close(parameters[name].gradient.data, gradient, 1e-5);
  }

  for (int step = 0; step < golden::steps; ++step) model.train_on_batch(x, y);
  for (const auto& [name, values] : golden.weights_after) {
    CAPTURE(name);
    check_close(parameters[name].value.data, values, 1e-4);
  }
}

}  // namespace

TEST_CASE("Embedding -> LSTM -> LSTM -> Dense at every step agrees with PyTorch") {
  using namespace golden::many_to_many;
  check_golden(stack(true), true, {x, y, weights, outputs, loss, gradients, weights_after});
}

TEST_CASE("Embedding -> LSTM -> LSTM -> Dense of the last step agrees with PyTorch") {
  using namespace golden::many_to_one;
  check_golden(stack(false), false, {x, y, weights, outputs, loss, gradients, weights_after});
}

TEST_CASE("two bidirectional layers with a layer normalization between them agree with PyTorch") {
  using namespace golden::bidirectional;
  const std::vector<LayerConfig> layers{
      EmbeddingConfig{golden::V, golden::E},
      BidirectionalConfig{LstmConfig{.units = golden::H3, .return_sequences = true}},
      LayerNormalizationConfig{}, BidirectionalConfig{LstmConfig{.units = golden::H4}},
      DenseConfig{1, ActivationKind::sigmoid}};
  check_golden(layers, false, {x, y, weights, outputs, loss, gradients, weights_after});
}
