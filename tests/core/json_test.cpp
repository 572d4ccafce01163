// JSON: what is read, what is refused, and what comes back.
#include "lstm/json.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "lstm/config.hpp"

using namespace lstm;

namespace {

double number_in(const char* text) { return *Value(json::parse(text)).number(); }
double number_in(const std::string& text) { return number_in(text.c_str()); }

std::string written(double number) {
  json::Writer json;
  json.number(number);
  return std::move(json).result();
}

}  // namespace

TEST_CASE("JSON comes back as it was") {
  for (const std::string text :
       {R"(null)", R"(true)", R"(-17)", R"(0.001)", R"(1e-7)", R"(9007199254740991)", R"("")",
        R"([])", R"({})", R"([1,[2,{"a":null}]])", R"({"b":1,"a":"x\"\\"})", R"("жук 🐞")",
        "\"\\u0001\""}) {
    CHECK(json::write(json::parse(text)) == text);
  }
}

TEST_CASE("spaces, escapes and exponents are understood") {
  CHECK(json::write(json::parse(" { \"a\" :\t[ 1 ,\n2 ] } ")) == R"({"a":[1,2]})");
  CHECK(*Value(json::parse(R"("\"\\\/\n\u0041\u00e9\u20ac\ud83d\udc1e")")).text() ==
        "\"\\/\nA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\x9E");
  CHECK(number_in("-12.5E+2") == -1250);
}

TEST_CASE("every float is written so that it is read as itself") {
  for (const float x : {0.1f, 1e-3f, 3.4028235e38f, 1.17549435e-38f, 16777217.0f, 0.3333333433f}) {
    CHECK(static_cast<float>(number_in(written(x))) == x);
  }
  Random random(3);
  for (int n = 0; n < 20000; ++n) {
    const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(random.bits()));
    if (!std::isfinite(x)) continue;
    CAPTURE(x);
    CHECK(static_cast<float>(number_in(written(x))) == x);
  }
  CHECK(written(12.5) == "12.5");
  CHECK(written(static_cast<double>(0.000123f)) == "0.000123");
  CHECK(written(static_cast<double>(-2.5e20f)) == "-2.5e20");
  CHECK(written(-5e-324) == "-5e-324");  // beyond floats: an error may have to show it
  CHECK(written(2.5e-310) == "3e-310");
  CHECK(written(1.7976931348623157e308) != "");
  CHECK(number_in("1e99999") == std::numeric_limits<double>::infinity());
  CHECK(number_in("123456789012345678901234567890") == doctest::Approx(1.2345678901234568e29));
  CHECK_THROWS_AS(written(std::numeric_limits<double>::infinity()), std::invalid_argument);
}

TEST_CASE("what is not JSON is refused, with the place") {
  for (const char* text : {"",
                           " ",
                           "nul",
                           "01",
                           "1.",
                           "-",
                           ".5",
                           "1e",
                           "+1",
                           "[1,]",
                           "[1 2]",
                           "{\"a\"}",
                           "{\"a\":1,}",
                           "{a:1}",
                           "{\"a\":1,\"a\":2}",
                           "\"",
                           "\"\\x\"",
                           "\"\\u12g4\"",
                           "\"\\ud800\"",
                           "\"\\udc00\"",
                           "\"\\ud800\\u0041\"",
                           "\"\n\"",
                           "\"\xFF\"",
                           "\"\xC0\x80\"",
                           "\"\xED\xA0\x80\"",
                           "\"\xF4\x90\x80\x80\"",
                           "\"\xE2\x82\"",
                           "1 2",
                           "[",
                           "{\"a\":",
                           "NaN",
                           "'a'"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(json::parse(text), std::invalid_argument);
  }
  CHECK_THROWS_WITH(json::parse("[1,x]"), "lstm: expected a value in JSON, at character 3");
  CHECK_THROWS_AS(json::parse(std::string(100000, '[')), std::invalid_argument);
  CHECK_NOTHROW(json::parse(std::string(60, '[') + std::string(60, ']')));
}

TEST_CASE("a configuration comes back from JSON with every field") {
  const std::string text =
      R"({"layers":[{"type":"embedding","inputDim":10,"outputDim":4,"maskZero":true,"name":"letters","trainable":false},)"
      R"({"type":"lstm","units":3,"activation":"softsign","recurrentActivation":"hardSigmoid",)"
      R"("returnSequences":true,"stateful":true,"goBackwards":true,)"
      R"("useBias":false,"unitForgetBias":false,"dropout":0.1,"recurrentDropout":0.2,"name":"a","trainable":true},)"
      R"({"type":"bidirectional","layer":{"type":"lstm","units":3,"activation":"relu","recurrentActivation":"linear",)"
      R"("returnSequences":true,"stateful":false,)"
      R"("goBackwards":false,"useBias":true,"unitForgetBias":true,"dropout":0,"recurrentDropout":0,"name":"","trainable":true},)"
      R"("mergeMode":"mul","name":"c","trainable":true},{"type":"dropout","rate":0.5,"name":"d","trainable":false},)"
      R"({"type":"layerNormalization","epsilon":0.01,"name":"e","trainable":true},)"
      R"({"type":"dense","units":2,"activation":"softmax","useBias":false,"name":"b","trainable":false}],"seed":12})";
  ModelConfig config;
  read(json::parse(text), "sequential", config);
  CHECK(to_json(config) == text);
}

TEST_CASE("loss, optimizer and metrics come back with every field") {
  for (
      const std::string optimizer :
      {R"({"type":"sgd","learningRate":0.1,"clipNorm":0,"clipValue":0.5,"momentum":0.9,"nesterov":true})",
       R"({"type":"rmsprop","clipNorm":1,"clipValue":0,"rho":0.8,"momentum":0.1,"epsilon":1e-6})",
       R"({"type":"adam","learningRate":{"type":"exponentialDecay","initialLearningRate":0.01,)"
       R"("decaySteps":10,"decayRate":0.5,"staircase":true,"warmupSteps":5,"warmupTarget":0.02},)"
       R"("clipNorm":0,"clipValue":0,"beta1":0.8,"beta2":0.99,"epsilon":0.00001})",
       R"({"type":"adamw","learningRate":{"type":"cosineDecay","initialLearningRate":0.01,"decaySteps":10,)"
       R"("alpha":0.1,"warmupSteps":0,"warmupTarget":0},"clipNorm":0,"clipValue":0,"beta1":0.9,)"
       R"("beta2":0.999,"epsilon":1e-7,"weightDecay":0.01})"}) {
    const std::string text =
        R"({"loss":"meanAbsoluteError","optimizer":)" + optimizer + R"(,"metrics":["mse","mae"]})";
    CompileConfig config;
    read(json::parse(text), "compile", config);
    CHECK(to_json(config) == text);
  }
}

TEST_CASE("input shapes come back too") {
  for (const std::string shape : {"[null,3]", "[7,3]"}) {
    const std::string text =
        R"({"layers":[{"type":"lstm","units":3,"activation":"tanh","recurrentActivation":"sigmoid",)"
        R"("returnSequences":false,"stateful":false,)"
        R"("goBackwards":false,"useBias":true,"unitForgetBias":true,"dropout":0,)"
        R"("recurrentDropout":0,"inputShape":)" +
        shape + R"(,"name":"a","trainable":true}],"seed":0})";
    ModelConfig config;
    read(json::parse(text), "sequential", config);
    CHECK(to_json(config) == text);
  }
}

TEST_CASE("a wrong configuration is an error that says what was expected and what came") {
  const auto model = [](const char* text) {
    ModelConfig config;
    read(json::parse(text), "sequential", config);
  };
  CHECK_THROWS_WITH(model("7"), "lstm: expected an object of options in sequential, got 7");
  CHECK_THROWS_WITH(model(R"({"layer":[]})"),
                    "lstm: expected options of sequential among layers, seed; got 'layer'");
  CHECK_THROWS_WITH(model(R"({"layers":{}})"),
                    "lstm: expected layers in sequential to be an array, got {}");
  CHECK_THROWS_WITH(
      model(R"({"seed":-1})"),
      "lstm: expected seed in sequential to be a whole number from 0 to 9007199254740991, got -1");
  CHECK_THROWS_WITH(model(R"({"layers":[{"type":"dense","units":"4"}]})"),
                    "lstm: expected units in dense to be a number, got \"4\" (a string)");
  CHECK_THROWS_WITH(
      model(R"({"layers":[{"type":"dense","units":1,"inputShape":[0]}]})"),
      "lstm: expected inputShape in dense to be [features] or [steps or null, features], got [0]");
  CHECK_THROWS_WITH(
      model(R"({"layers":[{"type":"dense","units":1,"activation":"mish"}]})"),
      "lstm: expected activation in dense to be one of 'linear', 'sigmoid', 'tanh', "
      "'relu', 'softmax', 'elu', 'gelu', 'leakyRelu', 'selu', 'softplus', 'softsign', 'swish', "
      "'hardSigmoid', 'hardSigmoidKeras2', 'exponential', got 'mish'");
  CHECK_THROWS_WITH(
      model(R"({"layers":[{"type":"lstm","units":1,"activation":"softmax"}]})"),
      "lstm: expected activation in lstm to be one of 'tanh', 'sigmoid', "
      "'hardSigmoid', 'relu', 'linear', 'softsign', 'hardSigmoidKeras2', got 'softmax'");
  CHECK_THROWS_WITH(model(R"({"layers":[{"type":"lstm","units":1,"recurrentActivation":7}]})"),
                    "lstm: expected recurrentActivation in lstm to be a string, got 7");
}
