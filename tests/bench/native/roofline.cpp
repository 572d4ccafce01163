#include "roofline.hpp"

#include <algorithm>
#include <chrono>
#include <memory>

#include "workload.hpp"

namespace bench {

namespace {

template <Index Chains>
std::function<void()> loop(Index work) {
  return [repetitions = static_cast<std::int32_t>(work / (Chains * lstm::kernels::lanes))] {
    volatile float factor = 0.5f, summand = 1e-3f;  // unknown to the compiler
    volatile float sink = chained<Chains>(repetitions, factor, summand);
    static_cast<void>(sink);
  };
}

// The least of many short trials: somebody may disturb some.
double seconds(const std::function<void()>& step) {
  using Clock = std::chrono::steady_clock;
  Clock::duration least = Clock::duration::max();
  for (int trial = 0; trial < 60; ++trial) {
    const auto begun = Clock::now();
    for (int n = 0; n < 50; ++n) step();
    least = std::min(least, Clock::now() - begun);
  }
  return std::chrono::duration<double>(least).count();
}

// The quickest: how many sums hide the latency depends on the machine.
std::function<void()> multiply_adds(Index work) {
  std::function<void()> best;
  double least = 0;
  for (auto& candidate : {loop<8>(work), loop<10>(work), loop<12>(work)}) {
    const double took = seconds(candidate);
    if (!best || took < least) best = candidate, least = took;
  }
  return best;
}

}  // namespace

std::function<void()> prepare_roofline(const Workload& workload) {
  if (workload.kind == "multiply-adds") return multiply_adds(workload.work);
  const auto& sizes = workload.sizes;
  auto product = std::make_shared<Product>(sizes.at(0), sizes.at(1), sizes.at(2));
  return [product] { product->multiply(); };
}

}  // namespace bench
