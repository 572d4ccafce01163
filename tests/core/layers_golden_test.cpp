// PyTorch's numbers of convolutions, pooling, batch normalization and activations: outputs and
// every gradient.
#include "golden/layers_golden.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "golden_check.hpp"
#include "one_layer.hpp"

using namespace lstm;

namespace {

using golden::layers::B, golden::layers::T, golden::layers::C, golden::layers::F;

struct Golden {
  const std::vector<float>&x, &d_y;
  const NamedValues& weights;
  const std::vector<float>&y, &d_x;
  const NamedValues& gradients;
};

// Numbers that PyTorch rounds in other places, over sums of a dozen.
constexpr double tolerance = 2e-6;

void check_golden(OneLayer& layer, Index time, const Golden& golden) {
  for (const auto& [name, values] : golden.weights) {
    const Parameter& its = layer.parameters()[name];
    REQUIRE(element_count(its.shape) == static_cast<Index>(values.size()));
    std::ranges::copy(values, its.value.data);
  }
  Random training(1);
  const Index row = static_cast<Index>(golden.x.size()) / (time * B);
  const ConstView y = layer.forward({time, B, rows_of(golden.x, row), {}, {}}, &training).values;
  REQUIRE(y.size() == static_cast<Index>(golden.y.size()));
  check_close(y.data, golden.y, tolerance);
  check_close(layer.backward(golden.d_y).data(), golden.d_x, tolerance);
  for (const auto& [name, gradient] : golden.gradients) {
    CAPTURE(name);
    check_close(layer.parameters()[name].gradient.data, gradient, tolerance);
  }
}

const Signature sequences{.features = C, .sequence = true};
constexpr Index height = golden::layers::height, width = golden::layers::width;
const Signature images{.features = height * width * C, .axes = {height, width, C}};

}  // namespace

#define GOLDEN(name) {name::x, name::d_y, name::weights, name::y, name::d_x, name::gradients}

TEST_CASE("convolutions agree with PyTorch") {
  using namespace golden::layers;
  OneLayer plain(Conv1DConfig{.filters = F, .kernel_size = 3}, sequences);
  check_golden(plain, T, GOLDEN(conv1d));
  OneLayer strides(
      Conv1DConfig{.filters = F, .kernel_size = 3, .strides = 2, .padding = Padding::same},
      sequences);
  check_golden(strides, T, GOLDEN(conv1d_strides));
  OneLayer dilated(
      Conv1DConfig{.filters = F, .kernel_size = 2, .dilation_rate = 3, .use_bias = false},
      sequences);
  check_golden(dilated, T, GOLDEN(conv1d_dilated));
  OneLayer image(Conv2DConfig{.filters = F, .kernel_size = {3, 2}, .strides = {2, 1}}, images);
  check_golden(image, 1, GOLDEN(conv2d));
}

TEST_CASE("pooling agrees with PyTorch") {
  using namespace golden::layers;
  OneLayer largest(MaxPooling1DConfig{.pool_size = 3, .strides = 2}, sequences);
  check_golden(largest, T, GOLDEN(max_pooling1d));
  OneLayer mean(AveragePooling2DConfig{.strides = {2, 1}}, images);
  check_golden(mean, 1, GOLDEN(average_pooling2d));
}

TEST_CASE("batch normalization agrees with PyTorch") {
  using namespace golden::layers;
  OneLayer layer(BatchNormalizationConfig{}, sequences);
  const View mean = layer.parameters()["layer.running_mean"].value;
  mean.fill(0);
  check_golden(layer, T, GOLDEN(batch_normalization));
  layer.learned();
  check_close(mean.data, batch_normalization::running_mean, tolerance);
}

TEST_CASE("activations agree with PyTorch") {
  using namespace golden::layers;
  const auto check = [](ActivationKind kind, const Golden& golden) {
    CAPTURE(static_cast<int>(kind));
    OneLayer layer(ActivationConfig{.activation = kind}, sequences);
    check_golden(layer, T, golden);
  };
  check(ActivationKind::elu, GOLDEN(elu));
  check(ActivationKind::gelu, GOLDEN(gelu));
  check(ActivationKind::leaky_relu, GOLDEN(leaky_relu));
  check(ActivationKind::selu, GOLDEN(selu));
  check(ActivationKind::softplus, GOLDEN(softplus));
  check(ActivationKind::softsign, GOLDEN(softsign));
  check(ActivationKind::swish, GOLDEN(swish));
  check(ActivationKind::hard_sigmoid, GOLDEN(hard_sigmoid));
}
