// Layers that look at windows: of sequences of unequal lengths each gives what it gives alone; what
// they make of masks; what does not fit.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "one_layer.hpp"

using namespace lstm;

namespace {

constexpr Index B = 4, T = 9, C = 3;
const std::vector<Index> lengths{7, 9, 5, 6};
const Signature sequences{.features = C, .sequence = true};

std::vector<LayerConfig> every_window() {
  std::vector<LayerConfig> all{ZeroPadding1DConfig{.padding = {2, 1}}, GlobalMaxPooling1DConfig{},
                               GlobalAveragePooling1DConfig{},
                               Conv1DConfig{.filters = 2, .kernel_size = 3, .dilation_rate = 2}};
  for (const Padding padding : {Padding::valid, Padding::same}) {
    for (const Index stride : {1, 2, 3}) {
      all.push_back(MaxPooling1DConfig{.pool_size = 4, .strides = stride, .padding = padding});
      all.push_back(AveragePooling1DConfig{.pool_size = 3, .strides = stride, .padding = padding});
      all.push_back(Conv1DConfig{.filters = 2,
                                 .kernel_size = 4,
                                 .strides = stride,
                                 .padding = padding,
                                 .activation = ActivationKind::tanh});
    }
  }
  all.push_back(
      Conv1DConfig{.filters = 2, .kernel_size = 3, .padding = Padding::causal, .dilation_rate = 2});
  return all;
}

// Time-major rows of sequence b, as far as it goes.
std::vector<float> alone(ConstView rows, Index b, Index length) {
  std::vector<float> its;
  for (Index t = 0; t < length; ++t) {
    its.insert(its.end(), rows.row(t * B + b), rows.row(t * B + b) + rows.cols);
  }
  return its;
}

void check_close(std::span<const float> got, std::span<const float> expected) {
  REQUIRE(got.size() == expected.size());
  for (std::size_t n = 0; n < got.size(); ++n) {
    CHECK(std::abs(got[n] - expected[n]) <= 2e-6f * std::max(1.0f, std::abs(expected[n])));
  }
}

std::vector<Flag> mask_of(Index steps, const std::vector<Index>& its) {
  std::vector<Flag> mask;
  for (Index t = 0; t < steps; ++t) {
    for (const Index length : its) mask.push_back(t < length);
  }
  return mask;
}

void check_alone(const LayerConfig& config) {
  CAPTURE(config.kind().type);
  Random random(5);
  OneLayer together(config, sequences), one(config, sequences);
  auto x = normals(T * B * C, random);
  const auto mask = mask_of(T, lengths);
  for (std::size_t n = 0; n < mask.size(); ++n) {  // what lies behind the ends is no matter
    if (!mask[n]) std::fill_n(x.begin() + static_cast<std::ptrdiff_t>(n * C), C, 1e3f);
  }
  const Activations y = together.forward({T, B, rows_of(x, C), {}, {}, mask, lengths});
  const bool every_step = together.last().output().sequence;
  REQUIRE(y.time == together.steps(T));
  auto d_y = normals(y.values.size(), random);
  std::vector<Index> out;
  for (const Index length : lengths) out.push_back(together.steps(length));
  if (every_step) {
    CHECK(std::ranges::equal(y.lengths, out));
    CHECK(std::ranges::equal(y.mask, mask_of(y.time, out)));
  } else {
    CHECK(y.lengths.empty());
    CHECK(y.mask.empty());
  }
  const auto out_mask = mask_of(y.time, out);
  for (std::size_t n = 0; n < out_mask.size(); ++n) {
    const auto F = static_cast<std::size_t>(y.values.cols);
    if (!out_mask[n]) std::fill_n(d_y.begin() + static_cast<std::ptrdiff_t>(n * F), F, 0.0f);
  }
  const ConstView d_rows = rows_of(d_y, y.values.cols);
  const auto d_x = together.backward(d_y);
  const auto gradients = together.parameters().gradients();
  std::vector<float> sum(gradients.size());
  for (Index b = 0; b < B; ++b) {
    CAPTURE(b);
    const Index L = lengths[static_cast<std::size_t>(b)], O = out[static_cast<std::size_t>(b)];
    const auto its = alone(rows_of(x, C), b, L);
    const ConstView expected = one.forward({L, 1, rows_of(its, C), {}, {}}).values;
    REQUIRE(expected.rows == O);
    check_close(alone(y.values, b, O), {expected.begin(), expected.end()});
    check_close(alone(rows_of(d_x, C), b, L), one.backward(alone(d_rows, b, O)));
    for (std::size_t n = 0; n < sum.size(); ++n) sum[n] += one.parameters().gradients()[n];
  }
  check_close(gradients, sum);
}

}  // namespace

TEST_CASE("each sequence gives, and teaches, what it does alone") {
  for (const auto& config : every_window()) check_alone(config);
}

TEST_CASE("a mask that is not that of an end is passed over, but by the mean of all steps") {
  const std::vector<float> x{1, 2, 5, 4, 3, 8};  // T 3, B 2
  const std::vector<Flag> mask{1, 0, 0, 1, 1, 1};
  const Activations in{3, 2, rows_of(x, 1), {}, {}, mask};
  const Signature one{.features = 1, .sequence = true};
  const auto given = [&](LayerConfig config) {
    OneLayer layer(config, one);
    const Activations y = layer.forward(in);
    CHECK(y.mask.empty());
    return std::vector<float>(y.values.begin(), y.values.end());
  };
  CHECK(given(GlobalAveragePooling1DConfig{}) == std::vector<float>{2, 6});
  CHECK(given(GlobalMaxPooling1DConfig{}) == std::vector<float>{5, 8});
  CHECK(given(MaxPooling1DConfig{}) == std::vector<float>{5, 4});

  OneLayer mean(GlobalAveragePooling1DConfig{}, one);
  mean.forward(in);
  CHECK(mean.backward({2, 4}) == std::vector<float>{1, 0, 0, 2, 1, 2});
  const std::vector<Flag> nothing(6, 0);
  CHECK(mean.forward({3, 2, rows_of(x, 1), {}, {}, nothing}).values.data[0] == 0);
}

TEST_CASE("the first of equals is the largest, and NaN is larger than any number") {
  OneLayer layer(MaxPooling1DConfig{.pool_size = 3}, {.features = 1, .sequence = true});
  std::vector<float> x{2, 2, 1};
  layer.forward({3, 1, rows_of(x, 1), {}, {}});
  CHECK(layer.backward({7}) == std::vector<float>{7, 0, 0});
  x[1] = NAN;
  CHECK(std::isnan(layer.forward({3, 1, rows_of(x, 1), {}, {}}).values.data[0]));
}

TEST_CASE("windows that do not fit are refused by name") {
  const auto refused = [](LayerConfig config, const Signature& input, const char* message) {
    CHECK_THROWS_WITH(OneLayer(config, input), message);
  };
  const Conv1DConfig conv{.filters = 2, .kernel_size = 3};
  refused(Conv1DConfig{.kernel_size = 3}, sequences,
          "lstm: expected filters >= 1 in 'layer', got 0");
  refused(Conv1DConfig{.filters = 3}, sequences,
          "lstm: expected kernelSize >= 1 in 'layer', got 0");
  refused(Conv1DConfig{.filters = 3, .kernel_size = 2, .strides = 2, .dilation_rate = 3}, sequences,
          "lstm: expected strides or dilationRate of 'layer' to be 1, got 2 and 3");
  refused(MaxPooling1DConfig{.pool_size = (1 << 16) + 1}, sequences,
          "lstm: expected windows of at most 65536 steps in 'layer', got 65537 times 1");
  refused(MaxPooling1DConfig{.strides = 0}, sequences,
          "lstm: expected strides >= 1 in 'layer', got 0");
  refused(conv, {.features = 3},
          "lstm: expected a sequence as input of 'layer', got one vector a sample (does the layer "
          "before it lack returnSequences?)");
  refused(conv, {.features = 3, .sequence = true, .time = 2},
          "lstm: expected sequences of at least 3 steps in 'layer', got 2");
  refused(conv, {.features = 12, .axes = {2, 2, 3}},
          "lstm: expected one vector at a time as input of 'layer', got [2, 2, 3] (flatten makes "
          "one)");
  const Conv2DConfig image{.filters = 2, .kernel_size = {3, 2}};
  refused(image, sequences,
          "lstm: expected images as input of 'layer', of height, width and channels, got [0, 3]");
  refused(image, {.features = 12, .axes = {2, 2, 3}},
          "lstm: expected images of at least 3 x 2 pixels as input of 'layer', got 2 x 2");

  OneLayer layer(conv, sequences);
  const std::vector<float> x(12);
  CHECK_THROWS_WITH_AS(layer.forward({2, 2, rows_of(x, 3), {}, {}}),
                       "lstm: expected sequences of at least 3 steps in 'layer', got 2",
                       std::invalid_argument);
}
