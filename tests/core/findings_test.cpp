// What reading, fuzzing and refusing memory have found, one test each.
#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <stdexcept>

#include "lstm/json.hpp"
#include "lstm/model_file.hpp"
#include "lstm/optimizer.hpp"
#include "lstm/sampler.hpp"
#include "lstm/tokenizer.hpp"

using namespace lstm;

TEST_CASE("a number with a million zeros in front of it takes no stack") {
  const std::string zeros(10'000'000, '0');
  const Tape small = json::parse("0." + zeros + "1"), large = json::parse("1" + zeros + "e-10000");
  CHECK(*Value(small).number() == 0);
  CHECK(*Value(large).number() == std::numeric_limits<double>::infinity());
}

TEST_CASE("a number close to the middle between two floats is written as the one that it is") {
  for (const double number : {1.5222222222222224, 16777217.5000001, 1e-30 + 1e-45}) {
    json::Writer json;
    json.number(number);
    const Tape again = json::parse(std::move(json).result());
    CHECK(static_cast<float>(*Value(again).number()) == static_cast<float>(number));
  }
}

TEST_CASE("logits that are not numbers are an error, however the token is drawn") {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const std::vector<std::vector<float>> wrong{
      {nan, nan, nan}, {1, nan, 2}, {nan, 1, 2}, {1, infinity, 2}};
  for (const auto& logits : wrong) {
    for (const SamplerConfig& config :
         {SamplerConfig{}, SamplerConfig{.top_k = 2}, SamplerConfig{.top_p = 0.5f}}) {
      Sampler sampler(config);
      CHECK_THROWS_AS(sampler.draw(logits.data(), 3), std::runtime_error);
    }
  }
  CHECK_THROWS_AS(Sampler({.temperature = 0}).draw(wrong[0].data(), 3), std::runtime_error);
  const std::vector<float> impossible{-infinity, 0, -infinity};
  CHECK(Sampler().draw(impossible.data(), 3) == 1);
}

TEST_CASE("a file of very many layers is refused at once") {
  std::string layers = R"({"type":"dropout"})";
  for (int n = 0; n < 17; ++n) layers += "," + layers;  // 131,072
  TensorFile file;
  file.metadata = {
      {"lstm-wasm",
       R"({"version":1,"model":{"layers":[{"type":"dense","units":1,"inputShape":[1]},)" + layers +
           "]}}"}};
  const Bytes bytes = write_safetensors(file);
  const auto begun = std::chrono::steady_clock::now();
  CHECK_THROWS_WITH(load_model(bytes), "lstm: expected at most 1000 layers, got 131073");
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(20));
}

TEST_CASE("a layer cannot have the name that files keep for what is no weight") {
  for (const char* name : {"__optimizer__", "__state__", "__metadata__"}) {
    CHECK_THROWS_AS(Sequential({DenseConfig{.units = 1, .input_features = 1, .name = name}}),
                    std::invalid_argument);
  }
}

TEST_CASE("text in longer forms than UTF-8's shortest, and surrogates, are refused as in JSON") {
  for (const char* text :
       {"\xE0\x80\x80", "\xF0\x80\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
    CHECK_THROWS_AS(CharTokenizer{text}, std::invalid_argument);
  }
  CHECK(CharTokenizer("\xEF\xBF\xBF\xF4\x8F\xBF\xBF").size() == 2);
}

TEST_CASE("what can be built can be saved: epsilon is finite") {
  const LayerNormalizationConfig norm{.epsilon = std::numeric_limits<float>::infinity()};
  CHECK_THROWS_AS(Sequential({DenseConfig{.units = 2, .input_features = 1}, norm}),
                  std::out_of_range);
}

TEST_CASE("a first step that is undone leaves no trace in the file either") {
  Sequential model({DenseConfig{.units = 1, .input_features = 1}}, 3);
  model.compile({.loss = LossKind::mean_squared_error, .optimizer = {.learning_rate = 3e38f}});
  const Bytes before = save(model, true);
  CHECK_THROWS_AS(
      model.train_on_batch({{1, 1}, std::vector<float>{1}}, {{1, 1}, std::vector<float>{1e9f}}),
      std::runtime_error);
  CHECK(save(model, true) == before);
}

TEST_CASE("what an optimizer carries fades to zero, not to numbers that slow every later step") {
  for (const OptimizerConfig& config :
       {OptimizerConfig{.rule = AdamConfig{}}, OptimizerConfig{.rule = SgdConfig{.momentum = 0.9f}},
        OptimizerConfig{.rule = RmspropConfig{.momentum = 0.9f}}}) {
    Optimizer optimizer(config);
    std::vector<float> values(5, 1.0f), gradients(5, 0.5f);
    optimizer.step(values, gradients);
    gradients.assign(5, 0.0f);
    for (int n = 0; n < 100'000; ++n) optimizer.step(values, gradients);
    for (const auto& slot : optimizer.slots()) {
      for (const float value : slot.values) CHECK(value == 0);
    }
  }
}
