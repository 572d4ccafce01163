#include "learning/rules.hpp"

#include <cmath>

namespace lstm {

// Of each rule: its fields in the order of files, its slots, its settings checked, and its step.

static void fields(Fields& visit, SgdConfig& c) {
  visit("momentum", c.momentum);
  visit("nesterov", c.nesterov);
}

static SlotNames slots_of(const SgdConfig& rule) {
  return {{"momentum"}, rule.momentum > 0 ? 1u : 0u};
}

static void check(const SgdConfig& rule, const Expect& expect) {
  expect(rule.momentum >= 0 && rule.momentum <= 1, "momentum in [0, 1]", rule.momentum);
}

static void update(const SgdConfig& rule, const RuleStep& step) {
  if (rule.momentum > 0) {
    kernels::momentum_step(step.run, step.slots[0], step.learning_rate, rule.momentum,
                           rule.nesterov);
  } else {
    kernels::sgd_step(step.run, step.learning_rate);
  }
}

static void fields(Fields& visit, RmspropConfig& c) {
  visit("rho", c.rho);
  visit("momentum", c.momentum);
  visit("epsilon", c.epsilon);
}

static SlotNames slots_of(const RmspropConfig& rule) {
  return {{"velocity", "momentum"}, rule.momentum > 0 ? 2u : 1u};
}

static void check(const RmspropConfig& rule, const Expect& expect) {
  expect(rule.rho >= 0 && rule.rho < 1, "rho in [0, 1)", rule.rho);
  expect(rule.momentum >= 0 && rule.momentum <= 1, "momentum in [0, 1]", rule.momentum);
  expect(rule.epsilon > 0, "epsilon > 0", rule.epsilon);
}

static void update(const RmspropConfig& rule, const RuleStep& step) {
  kernels::rmsprop_step(step.run, step.slots[0], rule.momentum > 0 ? step.slots[1] : nullptr,
                        {.rho = rule.rho,
                         .learning_rate = step.learning_rate,
                         .epsilon = rule.epsilon,
                         .momentum = rule.momentum});
}

static void fields(Fields& visit, AdamConfig& c) {
  visit("beta1", c.beta_1);
  visit("beta2", c.beta_2);
  visit("epsilon", c.epsilon);
}

static SlotNames slots_of(const AdamConfig&) { return {{"m", "v"}, 2}; }

static void check(const AdamConfig& rule, const Expect& expect) {
  expect(rule.beta_1 >= 0 && rule.beta_1 < 1, "beta1 in [0, 1)", rule.beta_1);
  expect(rule.beta_2 >= 0 && rule.beta_2 < 1, "beta2 in [0, 1)", rule.beta_2);
  expect(rule.epsilon > 0, "epsilon > 0", rule.epsilon);
}

static void update(const AdamConfig& rule, const RuleStep& step, float keep = 1) {
  const auto power = static_cast<float>(step.t);
  kernels::adam_step(step.run, step.slots[0], step.slots[1],
                     {.beta_1 = rule.beta_1,
                      .beta_2 = rule.beta_2,
                      .m = 1.0f / (1.0f - std::pow(rule.beta_1, power)),
                      .v = 1.0f / (1.0f - std::pow(rule.beta_2, power)),
                      .learning_rate = step.learning_rate,
                      .epsilon = rule.epsilon,
                      .keep = keep});
}

static void fields(Fields& visit, AdamwConfig& c) {
  fields(visit, c.adam);
  visit("weightDecay", c.weight_decay);
}

static SlotNames slots_of(const AdamwConfig& rule) { return slots_of(rule.adam); }

static void check(const AdamwConfig& rule, const Expect& expect) {
  check(rule.adam, expect);
  expect(rule.weight_decay >= 0, "weightDecay >= 0", rule.weight_decay);
}

static void update(const AdamwConfig& rule, const RuleStep& step) {
  update(rule.adam, step, 1.0f - step.learning_rate * rule.weight_decay);
}

template <class Config>
static constexpr RuleKind kind(const char* name) {
  return {
      alternative<Config, Rule>(name), Config::learning_rate,
      [](const Rule& rule) { return slots_of(*std::get_if<Config>(&rule)); },
      [](const Rule& rule, const Expect& expect) { check(*std::get_if<Config>(&rule), expect); },
      [](const Rule& rule, const RuleStep& step) { update(*std::get_if<Config>(&rule), step); }};
}

// A new rule is its functions above and a row here.
std::span<const RuleKind> rule_kinds() {
  static constexpr RuleKind kinds[] = {kind<SgdConfig>("sgd"), kind<RmspropConfig>("rmsprop"),
                                       kind<AdamConfig>("adam"), kind<AdamwConfig>("adamw")};
  return kinds;
}

const RuleKind& kind_of(const Rule& rule) { return *row_in(rule_kinds(), rule); }

}  // namespace lstm
