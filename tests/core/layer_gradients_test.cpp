// Every gradient of layers that look at windows, that give numbers in another shape, or that take a
// layer to every step; what they hand down shows in those of the Dense before.
#include <doctest/doctest.h>

#include "gradient_check.hpp"

using namespace lstm;

namespace {

constexpr Index T = 6;
constexpr auto squared = LossKind::mean_squared_error;

// Behind 4 numbers at each of T steps, and before two of their own.
Problem of(const char* name, std::vector<LayerConfig> layers) {
  layers.insert(
      layers.begin(),
      DenseConfig{
          .units = 4, .input_features = input_features, .input_sequence = true, .input_time = T});
  layers.push_back(DenseConfig{2});
  return {.name = name, .layers = layers, .loss = squared, .time = T};
}

Problem of_image(const char* name, std::vector<LayerConfig> layers) {
  layers.insert(layers.begin(), ReshapeConfig{.target_shape = {4, 3, 2}});
  layers.push_back(FlattenConfig{});
  return of(name, layers);
}

const FlattenConfig flat;

}  // namespace

TEST_CASE("gradients of convolutions") {
  using enum Padding;
  for (const Padding padding : {valid, same, causal}) {
    for (const Index size : {1, 2, 3, 5}) {
      CAPTURE(size);
      const auto conv = [&](Index strides, Index rate) {
        return Conv1DConfig{.filters = 5,
                            .kernel_size = size,
                            .strides = strides,
                            .padding = padding,
                            .dilation_rate = rate};
      };
      check_gradients(of("one after the other", {conv(1, 1), flat}));
      check_gradients(of("with strides", {conv(2, 1), flat}));
      check_gradients(of("with wide strides", {conv(4, 1), flat}));
      if (size < 5) check_gradients(of("dilated", {conv(1, 2), flat}));
    }
  }
  check_gradients(of(
      "two, with an activation, without a bias",
      {Conv1DConfig{
           .filters = 3, .kernel_size = 3, .activation = ActivationKind::swish, .use_bias = false},
       Conv1DConfig{.filters = 4, .kernel_size = 2}, LstmConfig{.units = 3}}));
}

TEST_CASE("gradients of convolutions of images") {
  for (const Padding padding : {Padding::valid, Padding::same}) {
    const auto conv = [&](std::array<Index, 2> size, std::array<Index, 2> strides,
                          std::array<Index, 2> rate) {
      return Conv2DConfig{.filters = 3,
                          .kernel_size = size,
                          .strides = strides,
                          .padding = padding,
                          .dilation_rate = rate};
    };
    check_gradients(of_image("a pixel", {conv({1, 1}, {1, 1}, {1, 1})}));
    check_gradients(of_image("oblong", {conv({3, 2}, {1, 1}, {1, 1})}));
    check_gradients(of_image("with strides", {conv({2, 3}, {2, 1}, {1, 1})}));
    check_gradients(of_image("dilated", {conv({2, 2}, {1, 1}, {3, 2})}));
  }
  check_gradients(of_image(
      "then at every pixel",
      {Conv2DConfig{.filters = 3, .kernel_size = {2, 2}, .activation = ActivationKind::softplus},
       DenseConfig{4, ActivationKind::tanh}, BatchNormalizationConfig{}}));
}

TEST_CASE("gradients of pooling, and of zeros around a sequence") {
  for (const Padding padding : {Padding::valid, Padding::same}) {
    check_gradients(of("max", {MaxPooling1DConfig{.padding = padding}, flat}));
    check_gradients(
        of("max, overlapping",
           {MaxPooling1DConfig{.pool_size = 3, .strides = 1, .padding = padding}, flat}));
    check_gradients(
        of("average", {AveragePooling1DConfig{.pool_size = 4, .padding = padding}, flat}));
    check_gradients(
        of("average, overlapping",
           {AveragePooling1DConfig{.pool_size = 3, .strides = 2, .padding = padding}, flat}));
    check_gradients(of_image("max of images", {MaxPooling2DConfig{.padding = padding}}));
    check_gradients(of_image(
        "average of images",
        {AveragePooling2DConfig{.pool_size = {3, 2}, .strides = {1, 2}, .padding = padding}}));
  }
  check_gradients(of("global max", {GlobalMaxPooling1DConfig{}}));
  check_gradients(of("global average", {GlobalAveragePooling1DConfig{}}));
  check_gradients(of("zeros", {ZeroPadding1DConfig{.padding = {2, 1}}, LstmConfig{.units = 3}}));
}

TEST_CASE("gradients of other shapes") {
  check_gradients(of("flatten", {flat}));
  check_gradients(of("reshape", {ReshapeConfig{.target_shape = {3, 0}}, LstmConfig{.units = 3}}));
  check_gradients(of("reshape to longer",
                     {ReshapeConfig{.target_shape = {8, 3}}, SimpleRnnConfig{.units = 3}}));
  check_gradients(of("permute", {PermuteConfig{.dims = {2, 1}}, LstmConfig{.units = 3}}));
  check_gradients(of_image("permute images", {PermuteConfig{.dims = {3, 1, 2}},
                                              Conv2DConfig{.filters = 2, .kernel_size = {2, 2}}}));
  check_gradients(of("repeat", {LstmConfig{.units = 3}, RepeatVectorConfig{.n = 4},
                                LstmConfig{.units = 2, .return_sequences = true}, flat}));
}

TEST_CASE("gradients of layers at every step") {
  const auto at_every = [](LayerConfig layer) { return TimeDistributedConfig{.layer = layer}; };
  check_gradients(of("dense", {at_every(DenseConfig{3, ActivationKind::tanh}), flat}));
  const ReshapeConfig images{.target_shape = {2, 3, 2, 2}}, sequences{.target_shape = {2, 4, 3}};
  check_gradients(of("images", {images, at_every(Conv2DConfig{.filters = 3, .kernel_size = {2, 1}}),
                                at_every(MaxPooling2DConfig{}), at_every(FlattenConfig{}),
                                LstmConfig{.units = 3}}));
  check_gradients(
      of("sequences",
         {sequences, at_every(Conv1DConfig{.filters = 3, .kernel_size = 2}),
          at_every(AveragePooling1DConfig{}), at_every(FlattenConfig{}), LstmConfig{.units = 3}}));
  check_gradients(
      of("sequences to vectors", {sequences, at_every(GlobalMaxPooling1DConfig{}), flat}));
  check_gradients(of("vectors to sequences", {at_every(RepeatVectorConfig{.n = 3}), flat}));
}

TEST_CASE("gradients of batch normalization out of training, and of activations") {
  check_gradients(of("both", {BatchNormalizationConfig{}, flat}));
  check_gradients(of("scale", {BatchNormalizationConfig{.center = false}, flat}));
  check_gradients(of("centre", {BatchNormalizationConfig{.scale = false}, flat}));
  check_gradients(of("activation", {ActivationConfig{.activation = ActivationKind::gelu}, flat}));
}
