// The workloads on the C++ API.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lstm/matrix.hpp"

namespace bench {

using lstm::Index;

// As in workloads.mjs.
struct Workload {
  std::string kind, cell = "lstm";
  Index vocabulary = 0, embedding = 0;
  std::vector<Index> units;
  Index outputs = 0, batch = 0, time = 0;
  std::vector<Index> sizes;  // of a product: M, N, K
  Index work = 0;            // multiply-adds a step
};

// From words such as kind=generation, vocabulary=64, units=256,256. Throws std::invalid_argument.
Workload parse_workload(const std::vector<std::string>& words);

// Builds the model. Each call of the result is one step.
std::function<void()> prepare_model(const Workload& workload);

// The same for the machine's limits.
std::function<void()> prepare_roofline(const Workload& workload);

}  // namespace bench
