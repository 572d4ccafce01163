// Training that goes wrong: it stops, says at which step, and the weights are the last good ones.
#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>

#include "lstm/language_model.hpp"
#include "lstm/trainer.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

constexpr float largest = 1e30f;  // its square no float holds

using Values = std::vector<float>;

Values values_of(const Sequential& model) {
  const auto values = model.parameters().values();
  return {values.begin(), values.end()};
}

Sequential regression(const OptimizerConfig& optimizer = {}) {
  Sequential model({LstmConfig{.units = 3, .input_features = 2}, DenseConfig{1}}, 5);
  model.compile({.loss = LossKind::mean_squared_error, .optimizer = optimizer});
  return model;
}

Values ramp(std::size_t count) {
  Values values(count);
  for (std::size_t n = 0; n < count; ++n) values[n] = 0.1f * static_cast<float>(n % 7);
  return values;
}

}  // namespace

TEST_CASE("data too large to learn from stop a fit in their batch, with the weights before it") {
  for (const float wrong : {largest, -largest}) {
    Sequential model = regression();
    Tensor x{{8, 3, 2}, ramp(48)}, y{{8}, ramp(8)};
    std::get<Values>(y.data)[5] = wrong;
    Trainer trainer(model, model.dataset(x, y), {},
                    {.epochs = 2, .batch_size = 2, .shuffle = false});
    trainer.step();
    trainer.step();
    const Values good = values_of(model);
    CHECK_THROWS_AS(trainer.step(), std::runtime_error);
    CHECK(values_of(model) == good);
    CHECK(trainer.step() == FitEvent::batch);  // the next one is good again
    CHECK(std::isfinite(trainer.last_batch().loss()));
  }
}

TEST_CASE("the step is named") {
  Sequential model = regression();
  Tensor x{{4, 3, 2}, ramp(24)}, y{{4}, ramp(4)};
  std::get<Values>(y.data)[3] = largest;
  Trainer trainer(model, model.dataset(x, y), {}, {.batch_size = 1, .shuffle = false});
  for (int n = 0; n < 3; ++n) trainer.step();
  CHECK_THROWS_WITH(trainer.step(),
                    "lstm: expected finite gradients, got a norm of inf at epoch 0, batch 3: try "
                    "clipNorm or a lower learningRate");
}

TEST_CASE("a rate that diverges stops a fit before any weight is lost") {
  const Tensor x{{4, 3, 2}, ramp(24)}, y{{4}, ramp(4)};
  const std::vector<OptimizerConfig> rules{{.rule = SgdConfig{}},
                                           {.rule = SgdConfig{.momentum = 0.9f, .nesterov = true}},
                                           {.rule = RmspropConfig{}},
                                           {.rule = AdamConfig{}},
                                           {.rule = AdamwConfig{}}};
  for (const float rate : {1e3f, 1e10f, 1e20f, 1e30f, 3e38f}) {
    for (OptimizerConfig rule : rules) {
      rule.learning_rate = rate;
      Sequential model = regression(rule);
      const Dataset data = model.dataset(x, y);
      Trainer trainer(model, data, {}, {.epochs = 200, .batch_size = 2});
      try {
        while (trainer.step() != FitEvent::done) {
        }
      } catch (const std::runtime_error& error) {
        CHECK(std::string(error.what()).find("epoch") != std::string::npos);
      }
      CAPTURE(rate);
      for (const float w : values_of(model)) REQUIRE(std::isfinite(w));
    }
  }
}

TEST_CASE("a text's training that diverges leaves finite weights too") {
  for (const float rate : {1e3f, 1e20f, 3e38f}) {
    LanguageModel model({.vocabulary = 7, .embedding_dim = 3, .units = {4}});
    LanguageTrainer trainer(
        model, random_tokens(200, 7, 4),
        {.sequence_length = 5, .batch_size = 2, .steps = 100, .learning_rate = rate});
    try {
      while (!trainer.done()) trainer.step();
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()).find("step") != std::string::npos);
    }
    for (const float w : values_of(model.sequential())) REQUIRE(std::isfinite(w));
  }
}
