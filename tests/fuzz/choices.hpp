// An input read as a row of choices; zeros when it is used up.
#pragma once

#include <cmath>
#include <limits>

#include "fuzz.hpp"
#include "lstm/attribution.hpp"
#include "lstm/sequential.hpp"

namespace fuzz {

class Choices {
 public:
  explicit Choices(Input input) : input_(input) {}

  bool left() const { return at_ < input_.size(); }
  lstm::Index of(lstm::Index least, lstm::Index most) {
    return least + byte() % (most - least + 1);
  }
  bool toss() { return byte() & 1; }
  bool rarely() { return byte() > 240; }

  // Mostly as asked for, now and then far off.
  lstm::Index size(lstm::Index least, lstm::Index most) {
    if (!rarely()) return of(least, most);
    constexpr lstm::Index wild[] = {-1, 0, 1000, 1 << 24, 1 << 30, 2147483647};
    return wild[of(0, 5)];
  }
  float number(float least, float most) {
    if (!rarely()) return least + (most - least) * static_cast<float>(byte()) / 255.0f;
    constexpr float wild[] = {-1, 1e30f, std::numeric_limits<float>::infinity(), NAN};
    return wild[of(0, 3)];
  }

  lstm::Tensor tensor(lstm::Shape shape, lstm::Index below) {
    for (auto& extent : shape) extent = rarely() ? of(0, 3) : extent;
    if (rarely()) shape.push_back(of(0, 2));
    const auto count = static_cast<std::size_t>(lstm::element_count(shape));
    if (below > 0 && !rarely()) {
      std::vector<lstm::Token> tokens(count);
      for (auto& token : tokens) token = static_cast<lstm::Token>(of(0, below - 1));
      if (count > 0 && rarely()) tokens[0] = static_cast<lstm::Token>(of(0, 255)) - 100;
      return {shape, tokens};
    }
    std::vector<float> values(count + (rarely() ? 1 : 0));
    for (auto& value : values) value = number(-1, 1);
    return {shape, values};
  }

 private:
  std::uint8_t byte() { return at_ < input_.size() ? input_[at_++] : 0; }

  Input input_;
  std::size_t at_ = 0;
};

template <class Config>
void choose_order(Choices& choose, Config& c) {
  c.return_sequences = choose.toss();
  c.stateful = choose.toss();
  c.go_backwards = choose.toss();
  c.use_bias = choose.toss();
}

template <class Config>
void choose_dropout(Choices& choose, Config& c) {
  c.dropout = choose.toss() ? choose.number(0, 0.9f) : 0;
  c.recurrent_dropout = choose.toss() ? choose.number(0, 0.9f) : 0;
  c.input_features = choose.of(0, 3);
}

inline lstm::CellActivation cell_activation(Choices& choose) {
  return static_cast<lstm::CellActivation>(choose.of(0, 5));
}

inline lstm::LstmConfig lstm_layer(Choices& choose) {
  lstm::LstmConfig c{.units = choose.size(1, 5),
                     .activation = cell_activation(choose),
                     .recurrent_activation = cell_activation(choose)};
  choose_order(choose, c);
  c.unit_forget_bias = choose.toss();
  choose_dropout(choose, c);
  c.input_time = choose.rarely() ? 3 : 0;
  return c;
}

inline lstm::GruConfig gru_layer(Choices& choose) {
  lstm::GruConfig c{.units = choose.size(1, 5),
                    .activation = cell_activation(choose),
                    .recurrent_activation = cell_activation(choose),
                    .reset_after = choose.toss()};
  choose_order(choose, c);
  choose_dropout(choose, c);
  return c;
}

inline lstm::SimpleRnnConfig simple_rnn_layer(Choices& choose) {
  lstm::SimpleRnnConfig c{.units = choose.size(1, 5), .activation = cell_activation(choose)};
  choose_order(choose, c);
  choose_dropout(choose, c);
  return c;
}

inline lstm::Signature shape(Choices& choose) {
  if (choose.toss()) return {};
  std::vector<lstm::Index> axes(static_cast<std::size_t>(choose.of(1, 4)));
  for (auto& axis : axes) axis = choose.of(1, 4);
  return lstm::signature_of(axes, axes.size() < 4 && choose.toss());
}

inline lstm::ActivationKind activation(Choices& choose) {
  return static_cast<lstm::ActivationKind>(choose.of(0, 14));
}

// Over steps, or over pixels.
inline lstm::LayerConfig window_layer(Choices& choose) {
  using namespace lstm;
  const Index size = choose.size(1, 3), strides = choose.size(1, 2);
  const auto padding = static_cast<Padding>(choose.of(0, 1));
  switch (choose.of(0, 8)) {
    case 0:
      return Conv1DConfig{.filters = choose.size(1, 4),
                          .kernel_size = size,
                          .strides = strides,
                          .padding = choose.rarely() ? Padding::causal : padding,
                          .dilation_rate = choose.rarely() ? choose.size(1, 3) : 1,
                          .activation = activation(choose),
                          .use_bias = choose.toss(),
                          .input_shape = shape(choose)};
    case 1:
      return Conv2DConfig{.filters = choose.size(1, 4),
                          .kernel_size = {size, choose.of(1, 2)},
                          .strides = {strides, 1},
                          .padding = padding,
                          .activation = activation(choose),
                          .input_shape = shape(choose)};
    case 2:
      return MaxPooling1DConfig{size, strides, padding, shape(choose)};
    case 3:
      return AveragePooling1DConfig{size, {}, padding, shape(choose)};
    case 4:
      return MaxPooling2DConfig{{size, 2}, {strides, 1}, padding, shape(choose)};
    case 5:
      return AveragePooling2DConfig{{size, 1}, {}, padding, shape(choose)};
    case 6:
      return GlobalMaxPooling1DConfig{shape(choose)};
    case 7:
      return GlobalAveragePooling1DConfig{shape(choose)};
    default:
      return ZeroPadding1DConfig{{choose.of(0, 2), choose.of(0, 2)}, shape(choose)};
  }
}

inline lstm::LayerConfig shape_layer(Choices& choose) {
  using namespace lstm;
  const Signature input = shape(choose);
  std::vector<Index> axes(static_cast<std::size_t>(choose.of(0, 4)));
  switch (choose.of(0, 6)) {
    case 0:
      return FlattenConfig{input};
    case 1:
      for (Index& axis : axes) axis = choose.size(0, 4);
      return ReshapeConfig{axes, input};
    case 2:
      for (Index& axis : axes) axis = choose.size(1, 3);
      return PermuteConfig{axes, input};
    case 3:
      return RepeatVectorConfig{choose.of(0, 4), input};
    case 4:
      return BatchNormalizationConfig{choose.number(0, 1), choose.number(0, 1), choose.toss(),
                                      choose.toss(), input};
    case 5:
      return GaussianNoiseConfig{choose.number(0, 1), input};
    default:
      return ActivationConfig{activation(choose)};
  }
}

inline lstm::LayerConfig other_layer(Choices& choose) {
  using namespace lstm;
  switch (choose.of(0, 4)) {
    case 0:  // of what is not recurrent
      return BidirectionalConfig{DropoutConfig{choose.number(0, 1)}};
    case 1:
      return window_layer(choose);
    case 2:
      return shape_layer(choose);
    case 3:
      return SpatialDropout1DConfig{choose.number(0, 1)};
    default:
      return TimeDistributedConfig{choose.toss() ? window_layer(choose) : shape_layer(choose),
                                   shape(choose)};
  }
}

// What is new comes last, so that kept inputs go on meaning what they meant.
inline lstm::LayerConfig layer(Choices& choose) {
  using namespace lstm;
  switch (choose.of(0, 10)) {
    case 0:
      return EmbeddingConfig{choose.size(1, 9), choose.size(1, 4), choose.toss()};
    case 1:
    case 2:
      return lstm_layer(choose);
    case 3:
      return BidirectionalConfig{lstm_layer(choose), static_cast<MergeMode>(choose.of(0, 3))};
    case 4:
      return DropoutConfig{choose.number(0, 1)};
    case 5:
      return LayerNormalizationConfig{choose.number(0, 1)};
    case 6:
      return DenseConfig{.units = choose.size(1, 4),
                         .activation = static_cast<ActivationKind>(choose.of(0, 4)),
                         .use_bias = choose.toss(),
                         .input_features = choose.of(0, 3),
                         .input_sequence = choose.toss(),
                         .name = choose.rarely() ? "lstm" : ""};
    case 7:
      return gru_layer(choose);
    case 8:
      return simple_rnn_layer(choose);
    case 9:
      return BidirectionalConfig{gru_layer(choose), static_cast<MergeMode>(choose.of(0, 3))};
    default:
      return other_layer(choose);
  }
}

inline lstm::LearningRate rate(Choices& choose) {
  using namespace lstm;
  const float initial = choose.number(0, 1);
  std::optional<Warmup> warmup;
  if (choose.toss()) warmup = Warmup{choose.size(1, 3), choose.number(0, 1)};
  switch (choose.of(0, 2)) {
    case 0:
      return initial;
    case 1:
      return ExponentialDecay{initial, choose.size(1, 4), choose.number(0, 1), choose.toss(),
                              warmup};
    default:
      return CosineDecay{initial, choose.size(1, 4), choose.number(0, 1), warmup};
  }
}

inline lstm::AttributionConfig attribution(Choices& choose, bool sequence) {
  lstm::AttributionConfig config{.output = {choose.of(0, 2)}, .steps = choose.size(1, 3)};
  if (sequence != choose.rarely()) config.output.push_back(choose.of(0, 2));
  if (choose.toss()) config.method = lstm::AttributionMethod::gradient;
  return config;
}

inline lstm::OptimizerConfig optimizer(Choices& choose) {
  using namespace lstm;
  OptimizerConfig config;
  switch (choose.of(0, 3)) {
    case 0:
      config.rule = SgdConfig{choose.number(0, 1), choose.toss()};
      break;
    case 1:
      config.rule = RmspropConfig{choose.number(0, 1), choose.number(0, 1), choose.number(0, 1)};
      break;
    case 2:
      config.rule = AdamwConfig{{choose.number(0, 1), choose.number(0, 1), choose.number(0, 1)},
                                choose.number(0, 1)};
      break;
    default:
      break;
  }
  if (choose.toss()) config.learning_rate = rate(choose);
  if (choose.toss()) config.clip_norm = choose.number(0, 2);
  if (choose.rarely()) config.clip_value = choose.number(0, 2);
  return config;
}

}  // namespace fuzz
