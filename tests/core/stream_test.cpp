// Streams: step by step a model gives what it predicts of the whole, whatever it is made of;
// streams know nothing of each other, nor of what else is done with the model; what has to be whole
// is refused.
#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>
#include <utility>

#include "every_cell.hpp"
#include "layers/kind.hpp"
#include "streamed.hpp"

using namespace lstm;

namespace {

constexpr Index T = streamed_steps, F = 3;
const Signature sequences{.features = F, .sequence = true};

// After a layer that reads what comes in.
void check_layer(const LayerConfig& layer) {
  CAPTURE(layer.kind().type);
  const BatchNormalizationConfig first{.input_shape = sequences};
  check_streams({{first, layer}});
  check_streams({{first, layer, DenseConfig{.units = 2, .activation = ActivationKind::softmax}}});
}

}  // namespace

TEST_CASE("a recurrent layer, whichever its cell") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    for (const bool all : {true, false}) {
      check_layer(cell({.units = 5, .return_sequences = all, .stateful = all, .dropout = 0.2f}));
    }
  }
}

TEST_CASE("convolutions and pooling, which give an output where the whole has one more") {
  for (const Index size : {1, 2, 4}) {
    for (const Index stride : {1, 2, 3, 5}) {
      for (const Padding padding : {Padding::valid, Padding::causal}) {
        check_layer(convolution(size, stride, padding, 1));
        if (stride == 1) check_layer(convolution(size, 1, padding, 3));
      }
      check_layer(MaxPooling1DConfig{.pool_size = size, .strides = stride});
      check_layer(AveragePooling1DConfig{.pool_size = size, .strides = stride});
    }
  }
  check_layer(convolution(1, 2, Padding::same, 1));
  check_layer(MaxPooling1DConfig{.pool_size = 1, .strides = 1, .padding = Padding::same});
}

TEST_CASE("layers that see a step by itself") {
  check_layer(DenseConfig{.units = 4, .activation = ActivationKind::gelu});
  check_layer(ActivationConfig{ActivationKind::swish});
  check_layer(DropoutConfig{0.4f});
  check_layer(SpatialDropout1DConfig{0.4f});
  check_layer(GaussianNoiseConfig{.stddev = 1});
  check_layer(LayerNormalizationConfig{});
  check_layer(TimeDistributedConfig{.layer = DenseConfig{.units = 2}});
}

TEST_CASE("a first layer that masks, or embeds tokens") {
  const LstmConfig lstm{.units = 4, .return_sequences = true};
  check_streams({{EmbeddingConfig{6, 4, true}, lstm, LstmConfig{.units = 3}}});
  check_streams({{EmbeddingConfig{6, 4}, DropoutConfig{0.1f}, lstm}});
  check_streams({{EmbeddingConfig{6, 4}, convolution(3, 1, Padding::causal, 2)}});
  check_streams({{EmbeddingConfig{6, 4}}});
  Sequential model({MaskingConfig{.input_features = F}, lstm}, 3);
  Stream stream(model);
  const std::vector<float> some(F, 0.5f), padding(F, 0.0f);
  const ConstView y = stream.step(some);
  const std::vector<float> h(y.begin(), y.end());
  CHECK(std::ranges::equal(stream.step(padding), h));
  CHECK_FALSE(std::ranges::equal(stream.step(some), h));
}

TEST_CASE("images at every step, and samples without steps") {
  const Signature images{.features = 32, .sequence = true, .axes = {4, 4, 2}};
  check_streams({{Conv2DConfig{.filters = 2, .kernel_size = {2, 2}, .input_shape = images},
                  TimeDistributedConfig{.layer = FlattenConfig{}},
                  TimeDistributedConfig{.layer = ReshapeConfig{.target_shape = {6, 3}}},
                  TimeDistributedConfig{.layer = GruConfig{.units = 3}}, LstmConfig{.units = 3}}});

  const Signature image{.features = 32, .axes = {4, 4, 2}};
  Sequential model({MaxPooling2DConfig{.input_shape = image}, FlattenConfig{}, DenseConfig{2}});
  const Tensor x = normals({1, 4, 4, 2}, 6);
  Stream stream(model);
  const ConstView y = stream.step(std::get<std::vector<float>>(x.data));
  CHECK(std::ranges::equal(y, std::get<std::vector<float>>(model.predict(x).data)));
}

namespace {

InputConfig input(const char* name) { return {.shape = sequences, .name = name}; }

// Two branches of one input, and what merges them.
Graph forked(LayerConfig left, LayerConfig right, LayerConfig merge) {
  return {
      .layers = {input("x"), std::move(left), std::move(right), std::move(merge)},
      .from = {{}, {{0}}, {{0}}, {{1}, {2}}},
      .outputs = {{3}, {1}},
  };
}

}  // namespace

TEST_CASE("graphs: several inputs and outputs, forks, merges, layers used twice, states returned") {
  const auto causal = convolution(3, 1, Padding::causal, 2);
  check_streams(forked(causal, GruConfig{.units = 4, .return_sequences = true}, AddConfig{}));
  check_streams(forked(convolution(3, 1, Padding::valid, 1), convolution(2, 1, Padding::valid, 2),
                       MultiplyConfig{}));
  check_streams(forked(convolution(4, 2, Padding::valid, 1),
                       MaxPooling1DConfig{.pool_size = 4, .strides = 2}, ConcatenateConfig{}));
  check_streams(forked(LstmConfig{.units = 4}, SimpleRnnConfig{.units = 4}, AverageConfig{}));
  check_streams({
      .layers = {input("a"), input("b"), LstmConfig{.units = 4, .return_state = true},
                 SharedConfig{.of = 2, .name = "again"}, ConcatenateConfig{}, DenseConfig{3}},
      .from = {{}, {}, {{0}}, {{1}}, {{2, 1}, {3, 2}}, {{4}}},
      .outputs = {{5}, {2}, {3, 1}},
  });
}

TEST_CASE("what has to be whole is refused before the first step, by the layer and why") {
  const auto refused = [](Graph graph, const char* why) {
    const Sequential model(std::move(graph));
    CHECK_THROWS_WITH_AS(Stream{model}, why, std::invalid_argument);
  };
  const auto after = [&](LayerConfig layer, const std::string& why) {
    const Signature fixed{.features = 4, .sequence = true, .time = 6};
    const std::string words = "lstm: expected layers that read step by step in stream(), got '" +
                              std::string(layer.kind().stem) + "', which " + why;
    refused({{BatchNormalizationConfig{.input_shape = fixed}, std::move(layer)}}, words.c_str());
  };
  after(BidirectionalConfig{LstmConfig{.units = 2}}, "reads both ways");
  after(LstmConfig{.units = 2, .go_backwards = true}, "reads from the end");
  after(FlattenConfig{}, "takes or makes a sequence as a whole");
  after(ReshapeConfig{.target_shape = {3, 8}}, "takes or makes a sequence as a whole");
  after(PermuteConfig{.dims = {2, 1}}, "takes or makes a sequence as a whole");
  after(GlobalMaxPooling1DConfig{}, "looks at all steps at once");
  after(GlobalAveragePooling1DConfig{}, "looks at all steps at once");
  after(ZeroPadding1DConfig{}, "puts zeros around a sequence");
  const char* same = "has padding 'same', by how many steps there will be";
  after(Conv1DConfig{.filters = 1, .kernel_size = 2, .padding = Padding::same}, same);
  after(AveragePooling1DConfig{.padding = Padding::same}, same);
  refused({{LstmConfig{.units = 2, .input_features = 1}, RepeatVectorConfig{.n = 2}}},
          "lstm: expected layers that read step by step in stream(), got 'repeat_vector', which "
          "takes or makes a sequence as a whole");
  refused(forked(convolution(2, 2, Padding::valid, 1), convolution(2, 2, Padding::causal, 1),
                 AddConfig{}),
          "lstm: expected layers that read step by step in stream(), got 'add', which reads layers "
          "whose steps do not come together");
  refused({.layers = {input("x"), InputConfig{.shape = {.features = 2}, .name = "h"},
                      SimpleRnnConfig{.units = 2}},
           .from = {{}, {}, {{0}, {1}}},
           .outputs = {{2}}},
          "lstm: expected layers that read step by step in stream(), got 'simple_rnn', which is "
          "given the state to begin with");
  const Sequential model({LstmConfig{.units = 2, .input_features = 1}});
  refused(
      {.layers = {input("x"), AttentionConfig{}}, .from = {{}, {{0}, {0}}}, .outputs = {{1}}},
      "lstm: expected layers that read step by step in stream(), got 'attention', which looks at "
      "all steps at once");
  CHECK_THROWS_WITH_AS(Stream(model, 0), "lstm: expected batchSize >= 1, got 0", std::out_of_range);
}

TEST_CASE("a wrong step is refused, and not taken") {
  Sequential model({EmbeddingConfig{6, 2}, LstmConfig{.units = 3}});
  Stream stream(model, 2), other(model, 2);
  const auto refused = [&](float token, const char* why) {
    const std::vector<float> x{1, token};
    CHECK_THROWS_WITH(stream.step(x), why);
  };
  refused(6, "lstm: expected tokens below 6 in embedding, got 6 at [1]");
  refused(-1, "lstm: expected tokens of 0 or more in embedding, got -1 at [1]");
  refused(1.5f, "lstm: expected whole numbers in x, got 1.5 at [1]");
  const std::vector<float> x{1, 2}, more{1, 2, 3};
  CHECK_THROWS_WITH(stream.step(more), "lstm: expected 2 numbers a step, got 3");
  CHECK(std::ranges::equal(stream.step(x), other.step(x)));

  Sequential numbers({LstmConfig{.units = 3, .input_features = 2}});
  Stream real(numbers);
  const std::vector<float> infinite{0, std::numeric_limits<float>::infinity()};
  CHECK_THROWS_WITH(real.step(infinite), "lstm: expected finite numbers in x, got inf at [0, 1]");
}

TEST_CASE("streams and the model's own states do not know each other; after a reset all is new") {
  Sequential model(
      {LstmConfig{.units = 4, .return_sequences = true, .stateful = true, .input_features = F},
       convolution(3, 2, Padding::valid, 1)});
  Streamed streamed(model, random_inputs(model.network(), 2, T));
  Stream one(model, 2), other(model, 2);
  std::vector<std::vector<float>> first;
  for (Index t = 0; t < T; ++t) {
    streamed.write(t, one.inputs());
    const ConstView y = one.step().front();
    first.emplace_back(y.begin(), y.end());
    model.predict(normals({2, 3, F}, 9));  // which carries states on
  }
  one.reset();
  Stream moved = std::move(one);
  for (Index t = 0; t < T; ++t) {
    const auto& expected = first[static_cast<std::size_t>(t)];
    streamed.write(t, other.inputs());
    CHECK(std::ranges::equal(other.step().front(), expected));
    streamed.write(t, moved.inputs());
    CHECK(std::ranges::equal(moved.step().front(), expected));
  }
}

TEST_CASE("training does not see a stream, which reads the newest weights") {
  const auto trained = [](bool streams) {
    auto first = convolution(2, 1, Padding::causal, 1);
    first.input_shape = sequences;
    Sequential model({first, BatchNormalizationConfig{}, LstmConfig{.units = 4, .dropout = 0.2f},
                      DenseConfig{1}});
    model.compile({});
    const Tensor x = normals({5, T, F}, 1), y = normals({5, 1}, 2);
    Stream stream(model);
    for (int n = 0; n < 6; ++n) {
      model.train_on_batch(x, y);
      if (!streams) continue;
      stream.reset();
      Streamed streamed(model, random_inputs(model.network(), 1, 3));
      for (Index t = 0; t < 3; ++t) {
        streamed.write(t, stream.inputs());
        streamed.check(t, stream.step());
      }
    }
    const auto values = std::as_const(model).parameters().values();
    return std::vector<float>(values.begin(), values.end());
  };
  CHECK(trained(true) == trained(false));
}
