// Layers that give numbers in another shape or order, or take a layer to every step: by hand; what
// is drawn at random; what does not fit. layer_gradients_test.cpp has their gradients.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "one_layer.hpp"

using namespace lstm;

namespace {

std::vector<float> counted(Index size) {
  std::vector<float> all(static_cast<std::size_t>(size));
  std::iota(all.begin(), all.end(), 0.0f);
  return all;
}

// Of two sequences of two steps of two numbers, the second's all 10 more.
const std::vector<float> two{0, 1, 10, 11, 2, 3, 12, 13};
const Signature fixed{.features = 2, .sequence = true, .time = 2};

std::vector<float> given(LayerConfig config, const Signature& input, const Activations& x) {
  OneLayer layer(config, input);
  const ConstView y = layer.forward(x).values;
  CHECK(y.cols == layer.last().output().features);
  return {y.begin(), y.end()};
}

}  // namespace

TEST_CASE("steps become features, and features steps, sample by sample") {
  const Activations x{2, 2, rows_of(two, 2), {}, {}};
  CHECK(given(FlattenConfig{}, fixed, x) == std::vector<float>{0, 1, 2, 3, 10, 11, 12, 13});
  CHECK(given(ReshapeConfig{.target_shape = {4, 1}}, fixed, x) ==
        std::vector<float>{0, 10, 1, 11, 2, 12, 3, 13});
  CHECK(given(PermuteConfig{.dims = {2, 1}}, fixed, x) ==
        std::vector<float>{0, 2, 10, 12, 1, 3, 11, 13});
  CHECK(given(RepeatVectorConfig{.n = 2}, {.features = 2}, {1, 4, rows_of(two, 2), {}, {}}) ==
        std::vector<float>{0, 1, 10, 11, 2, 3, 12, 13, 0, 1, 10, 11, 2, 3, 12, 13});
}

TEST_CASE("the axes that come out are those of the shape") {
  const auto output = [](LayerConfig config, const Signature& input) {
    return axes_of(OneLayer(config, input).last().output());
  };
  const Signature image{.features = 24, .axes = {2, 3, 4}};
  using Axes = std::vector<Index>;
  CHECK(output(FlattenConfig{}, image) == Axes{24});
  CHECK(output(ReshapeConfig{.target_shape = {6, 0}}, image) == Axes{6, 4});
  CHECK(output(ReshapeConfig{.target_shape = {2, 2, 3, 2}}, image) == Axes{2, 2, 3, 2});
  CHECK(output(PermuteConfig{.dims = {3, 1, 2}}, image) == Axes{4, 2, 3});
  CHECK(output(ActivationConfig{}, image) == Axes{2, 3, 4});
  CHECK(output(DenseConfig{5}, image) == Axes{2, 3, 5});
  CHECK(output(MaxPooling2DConfig{}, image) == Axes{1, 1, 4});
  CHECK(output(LstmConfig{.units = 3, .return_sequences = true}, fixed) == Axes{2, 3});
  CHECK(output(Conv1DConfig{.filters = 3, .kernel_size = 2}, fixed) == Axes{1, 3});

  // Without steps the first of three axes is them.
  CHECK(output(TimeDistributedConfig{.layer = GlobalMaxPooling1DConfig{}}, image) == Axes{2, 4});
  const TimeDistributedConfig conv{.layer = Conv1DConfig{.filters = 5, .kernel_size = 2}};
  CHECK(output(conv, image) == Axes{2, 2, 5});
  Signature images{.features = 24, .sequence = true, .axes = {2, 3, 4}};
  CHECK(output(TimeDistributedConfig{.layer = FlattenConfig{}}, images) == Axes{0, 24});
}

TEST_CASE("softmax of an image is that of each pixel") {
  const auto x = counted(8);
  const auto y = given(ActivationConfig{.activation = ActivationKind::softmax},
                       {.features = 8, .axes = {2, 2, 2}}, {1, 1, rows_of(x, 8), {}, {}});
  for (std::size_t n = 0; n < 8; n += 2) CHECK(y[n] + y[n + 1] == doctest::Approx(1));
}

TEST_CASE("a layer at every step ends in an activation of its own, and passes masks on") {
  const TimeDistributedConfig dense{.layer = DenseConfig{3, ActivationKind::softmax}};
  OneLayer layer(dense, fixed), plain(dense.layer, fixed);
  CHECK(layer.last().activation() == ActivationKind::softmax);
  const std::vector<Flag> mask{1, 1, 0, 1};
  const Activations x{2, 2, rows_of(two, 2), {}, {}, mask};
  const Activations y = layer.forward(x);
  CHECK(y.mask.data() == mask.data());
  CHECK(std::ranges::equal(y.values, plain.forward(x).values));
}

TEST_CASE("at every step a batch normalization measures the steps that count, and learns") {
  OneLayer layer(TimeDistributedConfig{.layer = BatchNormalizationConfig{.momentum = 0}}, fixed);
  const std::vector<Flag> mask{1, 0, 1, 0};
  Random random(1);
  layer.forward({2, 2, rows_of(two, 2), {}, {}, mask}, &random);
  layer.learned();
  const View mean = layer.parameters()["layer.running_mean"].value;
  CHECK(mean.data[0] == doctest::Approx(1));
  CHECK(mean.data[1] == doctest::Approx(2));
}

TEST_CASE("spatial dropout leaves out the same features at every step, and only in training") {
  constexpr Index T = 5, B = 7, F = 40;
  const std::vector<float> ones(T * B * F, 1);
  OneLayer layer(SpatialDropout1DConfig{.rate = 0.25f}, {.features = F, .sequence = true});
  const Activations x{T, B, rows_of(ones, F), {}, {}};
  CHECK(layer.forward(x).values.data == ones.data());
  Random random(6);
  const ConstView y = layer.forward(x, &random).values;
  CHECK(std::ranges::count(y, 0.0f) > 0);
  CHECK(std::ranges::count(y, 0.0f) + std::ranges::count(y, 1 / 0.75f) == y.size());
  for (Index t = 1; t < T; ++t) {
    CHECK(std::equal(y.row(0), y.row(B), y.row(t * B)));
  }
  CHECK(layer.backward(ones) == std::vector<float>(y.begin(), y.end()));
}

TEST_CASE("noise is normal, of the deviation asked for, and only in training") {
  const std::vector<float> zeros(10000);
  OneLayer layer(GaussianNoiseConfig{.stddev = 0.5f}, {.features = 100});
  const Activations x{1, 100, rows_of(zeros, 100), {}, {}};
  CHECK(layer.forward(x).values.data == zeros.data());
  Random random(6);
  double mean = 0, squares = 0;
  for (const float e : layer.forward(x, &random).values) {
    mean += e / 1e4;
    squares += e * e / 1e4;
  }
  CHECK(std::abs(mean) < 0.02);
  CHECK(std::sqrt(squares) == doctest::Approx(0.5).epsilon(0.03));
  CHECK(layer.backward(zeros) == zeros);
}

TEST_CASE("shapes that do not fit are refused by name") {
  const auto refused = [](LayerConfig config, const Signature& input, const char* message) {
    CHECK_THROWS_WITH(OneLayer(config, input), message);
  };
  const Signature any{.features = 2, .sequence = true};
  refused(FlattenConfig{}, any,
          "lstm: expected a fixed number of steps as input of 'layer', got sequences of any length "
          "(inputShape can say how many)");
  refused(FlattenConfig{}, {.features = 1 << 13, .sequence = true, .time = 1 << 12},
          "lstm: expected at most 16777216 numbers a sample as input of 'layer', got [4096, 8192]");
  refused(ReshapeConfig{.target_shape = {3}}, fixed,
          "lstm: expected targetShape of 'layer' to have 1 to 4 axes and 4 numbers, got [3]");
  refused(ReshapeConfig{.target_shape = {0, 0}}, fixed,
          "lstm: expected targetShape of 'layer' to have 1 to 4 axes and 4 numbers, got [0, 0]");
  refused(ReshapeConfig{}, fixed,
          "lstm: expected targetShape of 'layer' to have 1 to 4 axes and 4 numbers, got []");
  refused(PermuteConfig{.dims = {1, 1}}, fixed,
          "lstm: expected dims of 'layer' to be 1 to 2 in some order, got [1, 1]");
  refused(RepeatVectorConfig{.n = 2}, fixed,
          "lstm: expected one vector a sample as input of 'layer', got a sequence");
  refused(RepeatVectorConfig{}, {.features = 2}, "lstm: expected n >= 1 in 'layer', got 0");
  refused(TimeDistributedConfig{.layer = DenseConfig{2}}, {.features = 2},
          "lstm: expected a sequence as input of 'layer', got one vector a sample");
  refused(TimeDistributedConfig{.layer = LstmConfig{.units = 2, .stateful = true}},
          {.features = 4, .sequence = true, .axes = {2, 2}},
          "lstm: expected the layer of 'layer' to carry no states, got one that is stateful");
  refused(TimeDistributedConfig{.layer = EmbeddingConfig{2, 2}}, fixed,
          "lstm: expected embedding 'layer' to be the first layer");
  refused(SpatialDropout1DConfig{.rate = 1}, fixed,
          "lstm: expected 0 <= rate < 1 in 'layer', got 1");
  refused(GaussianNoiseConfig{.stddev = -1}, fixed,
          "lstm: expected stddev >= 0 in 'layer', got -1");
  refused(LstmConfig{.units = 2}, {.features = 12, .axes = {2, 2, 3}},
          "lstm: expected one vector at a time as input of 'layer', got [2, 2, 3] (flatten makes "
          "one)");
}
