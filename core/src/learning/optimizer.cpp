#include "lstm/optimizer.hpp"

#include <algorithm>
#include <cmath>

#include "learning/rules.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// No finite gradient takes weights beyond all floats in one step of such a rate; of a larger one it
// may, and the step is undone.
constexpr float tame_rate = 1e3f;

SlotNames slots_of(const OptimizerConfig& config) {
  return kind_of(config.rule).slots(config.rule);
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

kernels::Clip clip_of(const OptimizerConfig& config, float norm) {
  kernels::Clip clip;
  if (config.clip_norm > 0 && norm > config.clip_norm) clip.scale = config.clip_norm / norm;
  if (config.clip_value > 0) clip.limit = config.clip_value;
  return clip;
}

// In all of the slots, or in none.
void make_room(std::span<AlignedFloats> slots, std::size_t size) {
  for (AlignedFloats& slot : slots) {
    require(slot.empty() || slot.size() == size, "expected an optimizer's state of ", size,
            " numbers, got ", slot.size());
    slot.reserve(size);
  }
  for (AlignedFloats& slot : slots) slot.resize(size);
}

}  // namespace

Optimizer::Optimizer(const OptimizerConfig& config) { configure(config); }

void Optimizer::check(const OptimizerConfig& config) {
  const RuleKind& kind = kind_of(config.rule);
  const Expect expect{kind.name};
  if (config.learning_rate) lstm::check(*config.learning_rate, kind.name);
  kind.check(config.rule, expect);
  expect(config.clip_norm >= 0, "clipNorm >= 0", config.clip_norm);
  expect(config.clip_value >= 0, "clipValue >= 0", config.clip_value);
  require(config.clip_norm == 0 || config.clip_value == 0, "expected clipNorm or clipValue in ",
          kind.name, ", got both");
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
  return kind_of(config_.rule).learning_rate;
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
  const RuleKind& kind = kind_of(config_.rule);
  make_room(std::span(slots_).first(kind.slots(config_.rule).count), values.size());
  const kernels::Clip clip = clip_of(config_, norm);
  ++t_;
  for (const auto& [first, size] : trainable) {
    kind.update(config_.rule, {{values.data() + first, gradients.data() + first, size, clip},
                               {begin_of(slots_[0], first), begin_of(slots_[1], first)},
                               rate,
                               t_});
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
