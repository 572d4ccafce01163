// What is to know of an optimizer's rule: its step, its settings, what it carries.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "kernels/update.hpp"
#include "learning/alternative.hpp"
#include "learning/expect.hpp"
#include "lstm/optimizer.hpp"

namespace lstm {

using Rule = decltype(OptimizerConfig::rule);

struct SlotNames {
  std::array<std::string_view, 2> names;
  std::size_t count;

  bool operator==(const SlotNames&) const = default;
};

// Of a run of weights: their gradients, and where their slots begin.
struct RuleStep {
  kernels::Update run;
  std::array<float*, 2> slots;
  float learning_rate;
  Index t;
};

struct RuleKind : Alternative<Rule> {
  float learning_rate;  // unless another is given
  SlotNames (*slots)(const Rule& rule);
  void (*check)(const Rule& rule, const Expect& expect);
  void (*update)(const Rule& rule, const RuleStep& step);
};

// Every rule, in the order in which errors name them.
std::span<const RuleKind> rule_kinds();

const RuleKind& kind_of(const Rule& rule);

}  // namespace lstm
