#include "lstm/optimizer.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/update.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// Of each rule: its name, its slots, its settings checked, and its step.

// No finite gradient takes weights beyond all floats in one step of such a rate; of a larger one it
// may, and the step is undone.
constexpr float tame_rate = 1e3f;

struct Expect {
  const char* name;

  void operator()(bool ok, const char* expected, float got) const {
    require_range(ok && std::isfinite(got), "expected ", expected, " in ", name, ", got ", got);
  }
};

struct SlotNames {
  std::array<std::string_view, 2> names;
  std::size_t count;

  bool operator==(const SlotNames&) const = default;
};

using Slots = std::array<float*, 2>;  // where they begin

const char* name_of(const AdamConfig&) { return "adam"; }
const char* name_of(const AdamwConfig&) { return "adamw"; }
const char* name_of(const SgdConfig&) { return "sgd"; }
const char* name_of(const RmspropConfig&) { return "rmsprop"; }

SlotNames slots_of(const AdamConfig&) { return {{"m", "v"}, 2}; }
SlotNames slots_of(const AdamwConfig& rule) { return slots_of(rule.adam); }
SlotNames slots_of(const SgdConfig& rule) { return {{"momentum"}, rule.momentum > 0 ? 1u : 0u}; }
SlotNames slots_of(const RmspropConfig& rule) {
  return {{"velocity", "momentum"}, rule.momentum > 0 ? 2u : 1u};
}

void check_rule(const AdamConfig& rule, const Expect& expect) {
  expect(rule.beta_1 >= 0 && rule.beta_1 < 1, "beta1 in [0, 1)", rule.beta_1);
  expect(rule.beta_2 >= 0 && rule.beta_2 < 1, "beta2 in [0, 1)", rule.beta_2);
  expect(rule.epsilon > 0, "epsilon > 0", rule.epsilon);
}

void check_rule(const AdamwConfig& rule, const Expect& expect) {
  check_rule(rule.adam, expect);
  expect(rule.weight_decay >= 0, "weightDecay >= 0", rule.weight_decay);
}

void check_rule(const SgdConfig& rule, const Expect& expect) {
  expect(rule.momentum >= 0 && rule.momentum <= 1, "momentum in [0, 1]", rule.momentum);
}

void check_rule(const RmspropConfig& rule, const Expect& expect) {
  expect(rule.rho >= 0 && rule.rho < 1, "rho in [0, 1)", rule.rho);
  expect(rule.momentum >= 0 && rule.momentum <= 1, "momentum in [0, 1]", rule.momentum);
  expect(rule.epsilon > 0, "epsilon > 0", rule.epsilon);
}

void update(const AdamConfig& rule, const kernels::Update& block, const Slots& slots,
            float learning_rate, Index t, float keep = 1) {
  const auto power = static_cast<float>(t);
  kernels::adam_step(block, slots[0], slots[1],
                     {.beta_1 = rule.beta_1,
                      .beta_2 = rule.beta_2,
                      .m = 1.0f / (1.0f - std::pow(rule.beta_1, power)),
                      .v = 1.0f / (1.0f - std::pow(rule.beta_2, power)),
                      .learning_rate = learning_rate,
                      .epsilon = rule.epsilon,
                      .keep = keep});
}

void update(const AdamwConfig& rule, const kernels::Update& block, const Slots& slots,
            float learning_rate, Index t) {
  update(rule.adam, block, slots, learning_rate, t, 1.0f - learning_rate * rule.weight_decay);
}

void update(const SgdConfig& rule, const kernels::Update& block, const Slots& slots,
            float learning_rate, Index) {
  if (rule.momentum > 0) {
    kernels::momentum_step(block, slots[0], learning_rate, rule.momentum, rule.nesterov);
  } else {
    kernels::sgd_step(block, learning_rate);
  }
}

void update(const RmspropConfig& rule, const kernels::Update& block, const Slots& slots,
            float learning_rate, Index) {
  kernels::rmsprop_step(block, slots[0], rule.momentum > 0 ? slots[1] : nullptr,
                        {.rho = rule.rho,
                         .learning_rate = learning_rate,
                         .epsilon = rule.epsilon,
                         .momentum = rule.momentum});
}

SlotNames slots_of(const OptimizerConfig& config) {
  return std::visit([](const auto& rule) { return slots_of(rule); }, config.rule);
}

// Of a run in a slot; a rule may leave one empty.
float* begin_of(AlignedFloats& slot, Index first) {
  return slot.empty() ? nullptr : slot.data() + first;
}

float sum_of_squares(std::span<const float> block, std::span<const Range> runs) {
  float sum = 0;
  for (const auto& [first, size] : runs) sum += kernels::sum_of_squares(block.data() + first, size);
  return sum;
}

}  // namespace

Optimizer::Optimizer(const OptimizerConfig& config) { configure(config); }

void Optimizer::check(const OptimizerConfig& config) {
  const Expect expect{std::visit([](const auto& rule) { return name_of(rule); }, config.rule)};
  if (config.learning_rate) lstm::check(*config.learning_rate, expect.name);
  std::visit([&](const auto& rule) { check_rule(rule, expect); }, config.rule);
  expect(config.clip_norm >= 0, "clipNorm >= 0", config.clip_norm);
  expect(config.clip_value >= 0, "clipValue >= 0", config.clip_value);
  require(config.clip_norm == 0 || config.clip_value == 0, "expected clipNorm or clipValue in ",
          expect.name, ", got both");
}

void Optimizer::configure(const OptimizerConfig& config) {
  check(config);
  if (!(slots_of(config) == slots_of(config_))) {
    slots_ = {};
    t_ = 0;
  }
  config_ = config;
}

float Optimizer::learning_rate() const {
  if (config_.learning_rate) return rate_at(*config_.learning_rate, t_ - config_.first_step);
  return std::visit([](const auto& rule) { return rule.learning_rate; }, config_.rule);
}

bool Optimizer::scheduled() const {
  return config_.learning_rate && !std::holds_alternative<float>(*config_.learning_rate);
}

void Optimizer::check_learns(Index steps) const {
  const Index next = t_ - config_.first_step;
  if (config_.learning_rate) lstm::check_learns(*config_.learning_rate, next, next + steps - 1);
}

void Optimizer::step(std::span<float> values, std::span<const float> gradients) {
  const Range all{0, static_cast<Index>(values.size())};
  step(values, gradients, {&all, 1});
}

void Optimizer::step(std::span<float> values, std::span<const float> gradients,
                     std::span<const Range> trainable) {
  const float norm = std::sqrt(sum_of_squares(gradients, trainable));
  if (!std::isfinite(norm)) {
    throw std::runtime_error(message("expected finite gradients, got a norm of ", norm));
  }
  const float rate = learning_rate();
  const bool wild = rate > tame_rate;
  const AlignedFloats values_before(wild ? values.begin() : values.end(), values.end());
  const auto slots_before = wild ? slots_ : decltype(slots_){};
  const auto used = std::span(slots_).first(slots_of(config_).count);
  for (AlignedFloats& slot : used) {
    require(slot.empty() || slot.size() == values.size(), "expected an optimizer's state of ",
            values.size(), " numbers, got ", slot.size());
    slot.reserve(values.size());  // all or none
  }
  for (AlignedFloats& slot : used) slot.resize(values.size());
  const float clip_norm = config_.clip_norm;
  kernels::Clip clip;
  if (clip_norm > 0 && norm > clip_norm) clip.scale = clip_norm / norm;
  if (config_.clip_value > 0) clip.limit = config_.clip_value;
  ++t_;
  for (const auto& [first, size] : trainable) {
    const kernels::Update run{values.data() + first, gradients.data() + first, size, clip};
    const Slots slots{begin_of(slots_[0], first), begin_of(slots_[1], first)};
    std::visit([&](const auto& rule) { update(rule, run, slots, rate, t_); }, config_.rule);
  }
  if (!wild || std::isfinite(sum_of_squares(values, trainable))) return;
  std::ranges::copy(values_before, values.begin());
  slots_ = slots_before;
  --t_;
  throw std::runtime_error(message("expected finite weights after a step of rate ", rate));
}

std::vector<Optimizer::Slot> Optimizer::slots() const {
  const auto [names, count] = slots_of(config_);
  std::vector<Slot> all;
  for (std::size_t n = 0; n < count; ++n) all.push_back({names[n], slots_[n]});
  return all;
}

void Optimizer::restore(Index t, std::span<const Slot> slots) {
  const auto [names, count] = slots_of(config_);
  require_range(t >= 0, "expected a step count >= 0 in an optimizer's state, got ", t);
  require(slots.size() == count, "expected ", count, " slots in an optimizer's state, got ",
          slots.size());
  for (std::size_t n = 0; n < count; ++n) {
    require(slots[n].name == names[n], "expected slot '", names[n],
            "' in an optimizer's state, got '", slots[n].name, "'");
    require(slots[n].values.size() == slots[0].values.size(),
            "expected slots of one size in an optimizer's state, got ", slots[0].values.size(),
            " and ", slots[n].values.size());
  }
  for (std::size_t n = 0; n < count; ++n) {
    slots_[n].assign(slots[n].values.begin(), slots[n].values.end());
  }
  t_ = t;
}

}  // namespace lstm
