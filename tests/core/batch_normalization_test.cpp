// Batch normalization in training against its definition in double, and what its running statistics
// do; layer_gradients_test.cpp has it out of training.
#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "graph/network.hpp"
#include "lstm/sequential.hpp"
#include "lstm/summary.hpp"
#include "one_layer.hpp"
#include "pool.hpp"

using namespace lstm;

namespace {

constexpr Index T = 3, B = 4, C = 5;
constexpr std::size_t rows = T * B;
const std::vector<Flag> none, some{1, 1, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1};

struct Exact {
  std::vector<double> x, weight, bias;
  std::vector<double> mean, var;

  // sum of d_y * y
  double loss(const std::vector<float>& d_y, const std::vector<Flag>& mask) {
    double sum = 0;
    mean.assign(C, 0);
    var.assign(C, 0);
    for (std::size_t c = 0; c < C; ++c) {
      const auto over_rows = [&](auto add) {
        double count = 0, total = 0;
        for (std::size_t n = 0; n < rows; ++n) {
          if (!mask.empty() && !mask[n]) continue;
          ++count;
          total += add(x[n * C + c]);
        }
        return total / count;
      };
      mean[c] = over_rows([](double its) { return its; });
      var[c] = over_rows([&](double its) { return (its - mean[c]) * (its - mean[c]); });
      for (std::size_t n = 0; n < rows; ++n) {
        const double x_hat = (x[n * C + c] - mean[c]) / std::sqrt(var[c] + 1e-3);
        sum += d_y[n * C + c] * (weight[c] * x_hat + bias[c]);
      }
    }
    return sum;
  }

  double slope(double& of, const std::vector<float>& d_y, const std::vector<Flag>& mask) {
    const double at = of, h = 1e-5;
    of = at + h;
    const double above = loss(d_y, mask);
    of = at - h;
    const double below = loss(d_y, mask);
    of = at;
    return (above - below) / (2 * h);
  }
};

std::vector<double> doubles(std::span<const float> values) {
  return {values.begin(), values.end()};
}

const Signature vectors{.features = C, .sequence = true};

}  // namespace

TEST_CASE("in training every gradient is that of the definition, whatever is masked") {
  for (const auto& mask : {none, some}) {
    Random random(4), training(1);
    OneLayer layer(BatchNormalizationConfig{}, vectors);
    auto x = normals(rows * C, random), d_y = normals(rows * C, random);
    for (float& value : x) value = 30 + 3 * value;  // far from 0: no squares are subtracted
    Exact exact{doubles(x),
                doubles(layer.parameters()["layer.weight"].value),
                doubles(layer.parameters()["layer.bias"].value),
                {},
                {}};
    const Activations y = layer.forward({T, B, rows_of(x, C), {}, {}, mask}, &training);
    double sum = 0;
    for (std::size_t n = 0; n < rows * C; ++n) sum += y.values.data[n] * d_y[n];
    CHECK(sum == doctest::Approx(exact.loss(d_y, mask)).epsilon(1e-5));
    CHECK(y.mask.data() == mask.data());

    const auto d_x = layer.backward(d_y);
    const auto check = [&](std::vector<double>& of, const float* got) {
      for (std::size_t n = 0; n < of.size(); ++n) {
        CHECK(std::abs(exact.slope(of[n], d_y, mask) - got[n]) < 2e-5);
      }
    };
    check(exact.x, d_x.data());
    check(exact.weight, layer.parameters()["layer.weight"].gradient.data);
    check(exact.bias, layer.parameters()["layer.bias"].gradient.data);
  }
}

TEST_CASE("running statistics move once a step that went well, and no gradient moves them") {
  Random random(4), training(1);
  OneLayer layer(BatchNormalizationConfig{.momentum = 0.75f}, vectors);
  const auto x = normals(rows * C, random);
  Exact exact{doubles(x), std::vector<double>(C, 1), std::vector<double>(C), {}, {}};
  exact.loss(std::vector<float>(rows * C), some);
  const View mean = layer.parameters()["layer.running_mean"].value;
  const View var = layer.parameters()["layer.running_var"].value;
  CHECK(layer.parameters()["layer.running_mean"].gradient.data == nullptr);
  CHECK(layer.parameters().trainable_count() == 2 * C);
  const auto before = doubles(mean), before_var = doubles(var);

  const Activations in{T, B, rows_of(x, C), {}, {}, some};
  layer.forward(in, &training);
  CHECK(doubles(mean) == before);  // the step may fail yet
  layer.learned();
  for (std::size_t c = 0; c < C; ++c) {
    CHECK(mean.data[c] == doctest::Approx(0.75 * before[c] + 0.25 * exact.mean[c]).epsilon(1e-5));
    CHECK(var.data[c] == doctest::Approx(0.75 * before_var[c] + 0.25 * exact.var[c]).epsilon(1e-5));
  }

  const auto moved = doubles(mean);
  layer.forward(in);  // out of training
  layer.learned();
  CHECK(doubles(mean) == moved);
}

TEST_CASE("frozen, or without a row that counts, it takes the running statistics and leaves them") {
  Random random(4), training(1);
  const auto x = normals(rows * C, random);
  const std::vector<Flag> nothing(rows, 0);
  for (const bool frozen : {false, true}) {
    OneLayer layer(BatchNormalizationConfig{.center = !frozen, .scale = !frozen}, vectors);
    if (frozen) layer.freeze();
    const Activations in{T, B, rows_of(x, C), {}, {}, frozen ? none : nothing};
    const auto values = layer.parameters().values();
    const std::vector<float> before(values.begin(), values.end());
    const ConstView y = layer.forward(in, &training).values;
    const std::vector<float> trained(y.begin(), y.end());
    const auto d_x = layer.backward(std::vector<float>(rows * C, 1));
    layer.learned();
    CHECK(std::equal(before.begin(), before.end(), values.begin()));
    const ConstView plain = layer.forward({T, B, rows_of(x, C), {}, {}}).values;
    CHECK(trained == std::vector<float>(plain.begin(), plain.end()));
    CHECK(d_x == layer.backward(std::vector<float>(rows * C, 1)));
  }
}

TEST_CASE("of images each channel is brought to mean 0 and variance 1, over all pixels") {
  Random random(4), training(1);
  OneLayer layer(BatchNormalizationConfig{.epsilon = 1e-6f, .center = false, .scale = false},
                 {.features = 2 * 3 * C, .axes = {2, 3, C}});
  const auto x = normals(B * 2 * 3 * C, random);
  const ConstView y = layer.forward({1, B, rows_of(x, 2 * 3 * C), {}, {}}, &training).values;
  CHECK(y.rows == B);
  for (Index c = 0; c < C; ++c) {
    double mean = 0, variance = 0;
    for (Index n = c; n < y.size(); n += C) {
      mean += y.data[n] / (B * 6.0);
      variance += y.data[n] * y.data[n] / (B * 6.0);
    }
    CHECK(std::abs(mean) < 1e-6);
    CHECK(variance == doctest::Approx(1).epsilon(1e-4));
  }
}

TEST_CASE("a step moves running statistics, on threads too; one that fails, and looking, do not") {
  for (const Index threads : {1, 2}) {
    Sequential model({DenseConfig{.units = 64, .input_features = 64}, BatchNormalizationConfig{},
                      DenseConfig{1}},
                     3, threads > 1 ? pool_of(threads) : nullptr);
    model.compile({});
    const View mean = model.parameters()["batch_normalization.running_mean"].value;
    Random random(5);
    const Tensor x{{200, 64}, normals(200 * 64, random)}, y{{200, 1}, normals(200, random)};
    auto before = doubles(mean);
    model.predict(x);
    model.evaluate(x, y);
    CHECK(doubles(mean) == before);
    model.train_on_batch(x, y);
    CHECK(doubles(mean) != before);

    before = doubles(mean);
    const float right = model.parameters()["dense_1.bias"].value.data[0];
    model.parameters()["dense_1.bias"].value.data[0] = INFINITY;
    CHECK_THROWS(model.train_on_batch(x, y));
    CHECK(doubles(mean) == before);
    model.parameters()["dense_1.bias"].value.data[0] = right;
    model.set_trainable("batch_normalization", false);
    model.train_on_batch(x, y);
    CHECK(doubles(mean) == before);
  }
}

TEST_CASE("a summary has the running statistics as parameters that are not learned") {
  const Sequential model({BatchNormalizationConfig{.input_shape = {.features = 3}}});
  CHECK(summary(model.network())
            .ends_with(
                "Total parameters: 12\nTrainable parameters: 6\nNon-trainable parameters: 6\n"));
}

TEST_CASE("epsilon is above 0, momentum below 1") {
  const auto refused = [](BatchNormalizationConfig config, const char* message) {
    CHECK_THROWS_WITH_AS(OneLayer(config, vectors), message, std::out_of_range);
  };
  refused({.epsilon = 0}, "lstm: expected epsilon > 0 in 'layer', got 0");
  refused({.momentum = 1}, "lstm: expected 0 <= momentum < 1 in 'layer', got 1");
  refused({.momentum = -0.5f}, "lstm: expected 0 <= momentum < 1 in 'layer', got -0.5");
  CHECK_THROWS_AS(OneLayer(BatchNormalizationConfig{}, {.features = 3, .tokens = true}),
                  std::invalid_argument);
}
