// An input read as a row of choices; zeros when it is used up.
#pragma once

#include <cmath>
#include <limits>

#include "fuzz.hpp"
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
    default:  // of what is not recurrent
      return BidirectionalConfig{DropoutConfig{choose.number(0, 1)}};
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
