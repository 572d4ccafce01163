#include "learning/schedule_field.hpp"

#include "learning/alternative.hpp"

namespace lstm {

// A warm-up is there where it has steps.
static void warmup_fields(Fields& visit, std::optional<Warmup>& warmup) {
  Warmup w = warmup.value_or(Warmup{});
  visit("warmupSteps", w.steps);
  visit("warmupTarget", w.target);
  if (w.steps > 0) warmup = w;
}

static void fields(Fields& visit, ExponentialDecay& c) {
  visit("initialLearningRate", c.initial);
  visit("decaySteps", c.decay_steps);
  visit("decayRate", c.decay_rate);
  visit("staircase", c.staircase);
  warmup_fields(visit, c.warmup);
}

static void fields(Fields& visit, CosineDecay& c) {
  visit("initialLearningRate", c.initial);
  visit("decaySteps", c.decay_steps);
  visit("alpha", c.alpha);
  warmup_fields(visit, c.warmup);
}

using ScheduleKind = Alternative<LearningRate>;

// In the order in which errors name them.
static std::span<const ScheduleKind> schedule_kinds() {
  static constexpr ScheduleKind kinds[] = {
      alternative<ExponentialDecay, LearningRate>("exponentialDecay"),
      alternative<CosineDecay, LearningRate>("cosineDecay")};
  return kinds;
}

const char* LearningRateField::type() const {
  const ScheduleKind* kind = rate ? row_in(schedule_kinds(), *rate) : nullptr;
  return kind ? kind->name : nullptr;
}

bool LearningRateField::become(std::string_view type) {
  const ScheduleKind* kind = row_named(schedule_kinds(), type);
  if (kind) rate = kind->fresh();
  return kind != nullptr;
}

bool LearningRateField::become(float number) {
  rate = number;
  return true;
}

void LearningRateField::fields(Fields& visit) {
  if (const auto* kind = row_in(schedule_kinds(), *rate)) kind->fields(visit, *rate);
}

std::string LearningRateField::expected(const std::string& where) const {
  return "expected learningRate in " + where + " to be a number or made by " +
         names_of(schedule_kinds(), "schedules.");
}

}  // namespace lstm
