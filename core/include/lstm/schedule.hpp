// Learning rates that change from step to step, after Keras's formulas.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "lstm/matrix.hpp"

namespace lstm {

// A straight way from the schedule's initial rate to `target`, where the decay then begins:
//
//   rate = initial + (target - initial) step / steps     for step < steps
struct Warmup {
  Index steps = 0;   // >= 1
  float target = 0;  // > 0
};

// With the warm-up's steps taken off, and its target as the initial rate, where there is one:
//
//   rate = initial * decay_rate ^ (step / decay_steps)   rounded down to whole powers: a staircase
struct ExponentialDecay {
  float initial = 1e-3f;  // > 0; >= 0 with a warm-up
  Index decay_steps = 0;  // >= 1
  float decay_rate = 0;   // > 0
  bool staircase = false;
  std::optional<Warmup> warmup = {};
};

//   s    = min(step, decay_steps) / decay_steps
//   rate = initial * (alpha + (1 - alpha) (1 + cos(pi s)) / 2)
struct CosineDecay {
  float initial = 1e-3f;  // > 0; >= 0 with a warm-up
  Index decay_steps = 0;  // >= 1
  float alpha = 0;        // [0, 1]: what is left in the end, as a share
  std::optional<Warmup> warmup = {};
};

using LearningRate = std::variant<float, ExponentialDecay, CosineDecay>;

// Throws std::out_of_range for a setting out of its range. `where` names whose rate it is.
void check(const LearningRate& rate, const std::string& where);

// The rate of a step, counted from 0.
float rate_at(const LearningRate& rate, Index step);

// Throws std::out_of_range where it is 0 in all of the steps first ... last, in which nothing would
// be learned.
void check_learns(const LearningRate& rate, Index first, Index last);

}  // namespace lstm
