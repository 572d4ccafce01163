// One run of a task: learning, within the budget, and the judgement.
#pragma once

#include <functional>

#include "task.hpp"

namespace tasks {

struct Run {
  Index sequences = 0;  // learned from
  Index right = 0, of = 0;
  bool solved = false;
  double seconds = 0;  // of processor time
};

Run learn(Task& task, std::uint64_t seed);

}  // namespace tasks
