// The optimizers against PyTorch, against Keras's equations in double, and what they keep and
// refuse.
#include "lstm/optimizer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

#include "golden/optimizers_golden.hpp"

using namespace lstm;

namespace {

using Values = std::vector<float>;

// A step's gradients, of any of the golden ones' or of as many as fit.
std::span<const float> gradients(int step) {
  const std::span<const float> all(golden::optimizers::gradients);
  return all.subspan(static_cast<std::size_t>(step) * golden::optimizers::size,
                     golden::optimizers::size);
}

// The weights after the golden steps.
Values trained(const OptimizerConfig& config) {
  Optimizer optimizer(config);
  Values w = golden::optimizers::start;
  for (int n = 0; n < golden::optimizers::steps; ++n) optimizer.step(w, gradients(n));
  return w;
}

void check_close(const Values& got, const Values& expected) {
  for (std::size_t n = 0; n < expected.size(); ++n) {
    CHECK(got[n] == doctest::Approx(expected[n]).epsilon(1e-5));
  }
}

// Steps of one weight, by Keras's equations in double: next(w, d).
Values by_equation(const std::function<double(double, double, std::size_t)>& next) {
  Values w = golden::optimizers::start;
  for (std::size_t k = 0; k < w.size(); ++k) {
    double exact = w[k];
    for (int n = 0; n < golden::optimizers::steps; ++n) exact = next(exact, gradients(n)[k], k);
    w[k] = static_cast<float>(exact);
  }
  return w;
}

std::vector<OptimizerConfig> all_kinds() {
  return {
      {},
      {.rule = AdamwConfig{}, .clip_norm = 1},
      {.rule = SgdConfig{}, .clip_value = 0.5f},
      {.rule = SgdConfig{.momentum = 0.9f, .nesterov = true}},
      {.rule = RmspropConfig{}, .learning_rate = CosineDecay{.initial = 0.1f, .decay_steps = 8}},
      {.rule = RmspropConfig{.momentum = 0.5f}}};
}

Values one_step(const OptimizerConfig& config, Values d) {
  Optimizer optimizer(config);
  Values w(d.size());
  optimizer.step(w, d);
  return w;
}

}  // namespace

TEST_CASE("ten steps agree with PyTorch's") {
  namespace golden = golden::optimizers;
  const SgdConfig momentum{.momentum = golden::momentum_factor};
  const SgdConfig nesterov{.momentum = golden::momentum_factor, .nesterov = true};
  const AdamConfig adam{.epsilon = golden::epsilon};
  const AdamwConfig adamw{.adam = adam, .weight_decay = golden::weight_decay};
  const float rate = golden::rate, norm = golden::clip_norm, value = golden::clip_value;
  check_close(trained({.rule = SgdConfig{}, .learning_rate = rate}), golden::sgd);
  check_close(trained({.rule = SgdConfig{}, .learning_rate = rate, .clip_value = value}),
              golden::sgd_clip_value);
  check_close(trained({.rule = momentum, .learning_rate = rate, .clip_norm = norm}),
              golden::momentum);
  check_close(trained({.rule = nesterov, .learning_rate = rate}), golden::nesterov);
  check_close(trained({.rule = adam, .learning_rate = rate, .clip_norm = norm}), golden::adam);
  check_close(trained({.rule = adam, .learning_rate = rate, .clip_value = value}),
              golden::adam_clip_value);
  check_close(trained({.rule = adamw, .learning_rate = rate}), golden::adamw);
}

TEST_CASE("RMSprop follows Keras's equations, whose epsilon stands under the root") {
  for (const double momentum : {0.0, 0.8}) {
    const double epsilon = 1e-2, rho = 0.7;
    double v = 0, m = 0;
    std::size_t last = 0;
    const auto expected = by_equation([&](double w, double d, std::size_t k) {
      if (k != last) v = m = 0;
      last = k;
      v = rho * v + (1 - rho) * d * d;
      m = momentum * m + 0.05 * d / std::sqrt(v + epsilon);
      return w - m;
    });
    const RmspropConfig rule{
        .rho = 0.7f, .momentum = static_cast<float>(momentum), .epsilon = 1e-2f};
    check_close(trained({.rule = rule, .learning_rate = 0.05f}), expected);
  }
}

TEST_CASE(
    "each weight goes its own way, however many there are, and nothing behind them is touched") {
  for (auto config : all_kinds()) {
    config.clip_norm = 0;  // which looks at all
    for (std::size_t size = 1; size <= 35; ++size) {
      CAPTURE(size);
      Values w(size + 1, 0.5f), d(size);
      for (std::size_t n = 0; n < size; ++n) d[n] = 0.1f * static_cast<float>(n) - 0.7f;
      Optimizer together(config);
      for (int step = 0; step < 3; ++step) together.step(std::span(w).first(size), d);
      CHECK(w[size] == 0.5f);
      for (std::size_t n = 0; n < size; ++n) {
        Optimizer alone(config);
        float one = 0.5f;
        for (int step = 0; step < 3; ++step) alone.step({&one, 1}, {&d[n], 1});
        CHECK(w[n] == doctest::Approx(one).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("a schedule's rate is that of the steps done, from 0") {
  const ExponentialDecay schedule{.initial = 0.5f, .decay_steps = 1, .decay_rate = 0.5f};
  double rate = 1;
  std::size_t last = 1;
  const auto expected = by_equation([&](double w, double d, std::size_t k) {
    rate = k == last ? rate / 2 : 0.5;
    last = k;
    return w - rate * d;
  });
  check_close(trained({.rule = SgdConfig{}, .learning_rate = schedule}), expected);
  Optimizer optimizer({.rule = SgdConfig{}, .learning_rate = schedule});
  CHECK(optimizer.learning_rate() == 0.5f);
  Values w(golden::optimizers::size);
  optimizer.step(w, gradients(0));
  CHECK(optimizer.learning_rate() == 0.25f);
  CHECK(optimizer.t() == 1);
}

TEST_CASE(
    "without a rate each takes its own, and Adam's first step is that against the gradient's "
    "sign") {
  CHECK(one_step({}, {5, -0.01f, 0})[0] == doctest::Approx(-0.001));
  CHECK(one_step({}, {5, -0.01f, 0})[1] == doctest::Approx(0.001));
  CHECK(one_step({}, {5, -0.01f, 0})[2] == 0);
  CHECK(one_step({.rule = SgdConfig{}}, {5})[0] == doctest::Approx(-0.05));
  CHECK(Optimizer({.rule = RmspropConfig{}}).learning_rate() == 1e-3f);
  CHECK(Optimizer({.rule = AdamwConfig{}}).learning_rate() == 1e-3f);
}

TEST_CASE("one limit scales all gradients alike and leaves small ones alone, the other cuts each") {
  const auto step = [](float clip_norm, float clip_value, Values d) {
    return one_step({.rule = SgdConfig{},
                     .learning_rate = 1.0f,
                     .clip_norm = clip_norm,
                     .clip_value = clip_value},
                    std::move(d));
  };
  check_close(step(1, 0, {30, -40}), {-0.6f, 0.8f});
  check_close(step(1, 0, {0.3f, -0.4f}), {-0.3f, 0.4f});
  check_close(step(0, 0, {30, -40}), {-30, 40});
  check_close(step(0, 7, {30, -40, 3}), {-7, 7, -3});
}

TEST_CASE("a gradient that is not finite changes nothing, in any of them") {
  for (const auto& config : all_kinds()) {
    for (const float wrong : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
      Optimizer optimizer(config), fresh(config);
      Values w{1, 2}, d{wrong, 1};
      CHECK_THROWS_AS(optimizer.step(w, d), std::runtime_error);
      CHECK(w == Values{1, 2});
      Values same = w, good{0.3f, -2};
      optimizer.step(w, good);
      fresh.step(same, good);
      CHECK(w == same);  // nor slots and t
    }
  }
}

TEST_CASE("a state that was kept and restored goes on bit for bit") {
  for (const auto& config : all_kinds()) {
    Optimizer straight(config), other(config);
    Values w = golden::optimizers::start;
    for (int n = 0; n < 5; ++n) straight.step(w, gradients(n));
    std::vector<Values> kept;
    for (const auto& slot : straight.slots())
      kept.emplace_back(slot.values.begin(), slot.values.end());
    std::vector<Optimizer::Slot> slots = straight.slots();
    for (std::size_t n = 0; n < kept.size(); ++n) slots[n].values = kept[n];
    const Index t = straight.t();
    Values resumed = w;
    for (int n = 5; n < 10; ++n) straight.step(w, gradients(n));
    other.restore(t, slots);
    for (int n = 5; n < 10; ++n) other.step(resumed, gradients(n));
    CHECK(resumed == w);
    CHECK(other.t() == 10);
  }
}

TEST_CASE("slots have names, and begin anew where the rule has others") {
  const auto names = [](const OptimizerConfig& config) {
    std::vector<std::string> all;
    for (const auto& slot : Optimizer(config).slots()) all.emplace_back(slot.name);
    return all;
  };
  using Names = std::vector<std::string>;
  CHECK(names({}) == Names{"m", "v"});
  CHECK(names({.rule = AdamwConfig{}}) == Names{"m", "v"});
  CHECK(names({.rule = SgdConfig{}}) == Names{});
  CHECK(names({.rule = SgdConfig{.momentum = 0.5f}}) == Names{"momentum"});
  CHECK(names({.rule = RmspropConfig{}}) == Names{"velocity"});
  CHECK(names({.rule = RmspropConfig{.momentum = 0.5f}}) == Names{"velocity", "momentum"});

  Optimizer optimizer;
  CHECK(optimizer.slots()[0].values.empty());
  Values w{1, 2}, d{1, 1};
  optimizer.step(w, d);
  CHECK(optimizer.slots()[0].values[0] == doctest::Approx(0.1));
  optimizer.configure({.learning_rate = 0.5f});
  CHECK(optimizer.t() == 1);
  optimizer.configure({.rule = RmspropConfig{}});
  CHECK(optimizer.t() == 0);
  CHECK(optimizer.slots()[0].values.empty());
}

TEST_CASE("a state that does not fit is refused") {
  Optimizer optimizer;
  const Values two(2), three(3);
  const auto restore = [&](Index t, std::vector<Optimizer::Slot> slots) {
    optimizer.restore(t, slots);
  };
  CHECK_THROWS_AS(restore(-1, {{"m", two}, {"v", two}}), std::out_of_range);
  CHECK_THROWS_AS(restore(1, {{"m", two}}), std::invalid_argument);
  CHECK_THROWS_WITH_AS(restore(1, {{"v", two}, {"m", two}}),
                       "lstm: expected slot 'm' in an optimizer's state, got 'v'",
                       std::invalid_argument);
  CHECK_THROWS_AS(restore(1, {{"m", two}, {"v", three}}), std::invalid_argument);
  CHECK(optimizer.t() == 0);
  restore(1, {{"m", two}, {"v", two}});
  Values w(3), d{1, 1, 1};
  CHECK_THROWS_WITH_AS(optimizer.step(w, d),
                       "lstm: expected an optimizer's state of 3 numbers, got 2",
                       std::invalid_argument);
}

TEST_CASE("a setting out of range is named") {
  const auto refused = [](const OptimizerConfig& config, const char* message) {
    CHECK_THROWS_WITH_AS(Optimizer{config}, message, std::out_of_range);
  };
  refused({.learning_rate = -1.0f}, "lstm: expected learningRate > 0 in adam, got -1");
  refused({.rule = AdamConfig{.beta_1 = 1}}, "lstm: expected beta1 in [0, 1) in adam, got 1");
  refused({.rule = AdamConfig{.epsilon = 0}}, "lstm: expected epsilon > 0 in adam, got 0");
  refused({.rule = AdamwConfig{.adam = {.beta_2 = -1}}},
          "lstm: expected beta2 in [0, 1) in adamw, got -1");
  refused({.rule = AdamwConfig{.weight_decay = -1}},
          "lstm: expected weightDecay >= 0 in adamw, got -1");
  refused({.rule = SgdConfig{.momentum = 2}}, "lstm: expected momentum in [0, 1] in sgd, got 2");
  refused({.rule = RmspropConfig{.rho = 1}}, "lstm: expected rho in [0, 1) in rmsprop, got 1");
  refused({.clip_norm = std::nanf("")}, "lstm: expected clipNorm >= 0 in adam, got nan");
  refused({.clip_value = -2}, "lstm: expected clipValue >= 0 in adam, got -2");
  CHECK_THROWS_WITH_AS(Optimizer({.clip_norm = 1, .clip_value = 1}),
                       "lstm: expected clipNorm or clipValue in adam, got both",
                       std::invalid_argument);
}
