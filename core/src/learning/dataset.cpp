#include "lstm/dataset.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "learning/deviation.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

const Tensor* weights_of(const Examples& examples, std::size_t k) {
  return examples.weights.empty() ? nullptr : examples.weights[k];
}

std::vector<Target> targets_of(const Network& network, std::span<const Steps> steps,
                               const Examples& examples) {
  require(examples.y.size() == network.outputs(), "expected ", network.outputs(),
          " tensors as y, got ", examples.y.size());
  std::vector<Target> all;
  for (std::size_t k = 0; k < network.outputs(); ++k) {
    all.emplace_back(network, k, steps, weights_of(examples, k));
  }
  return all;
}

}  // namespace

Dataset::Dataset(const Network& network, std::span<const LossKind> losses, const Examples& examples)
    : Dataset(network, losses, examples, input_steps(network, examples.x)) {}

Dataset::Dataset(const Network& network, std::span<const LossKind> losses, const Examples& examples,
                 std::vector<Steps> steps)
    : targets_(targets_of(network, steps, examples)),
      inputs_(network, examples.x, steps, weighing(steps.front().count())),
      batch_(targets_.size()) {
  for (std::size_t k = 0; k < targets_.size(); ++k) {
    targets_[k].set(network, inputs_, losses[k], *examples.y[k], weights_of(examples, k));
  }
}

// Which of the first so many samples weigh anything in any output; empty: all.
std::vector<Flag> Dataset::weighing(Index samples) const {
  std::vector<Flag> any = targets_.front().weighing(samples);
  for (const Target& target : std::span(targets_).subspan(1)) {
    const std::vector<Flag> its = target.weighing(samples);
    if (its.empty() || any.empty()) return {};
    std::ranges::transform(any, its, any.begin(), std::bit_or<Flag>());
  }
  return any;
}

Batch Dataset::gather(std::span<const Index> samples) {
  for (std::size_t k = 0; k < targets_.size(); ++k) batch_[k] = targets_[k].gather(samples);
  return {inputs_.gather(samples), batch_};
}

std::string Dataset::unscaled(const Network& network, Index samples) const {
  constexpr double most = 50;
  const Index some = std::min(samples, size());
  const std::vector<Flag> weigh = weighing(some);
  double of_x = 0, of_y = 0;
  for (std::size_t k = 0; k < network.inputs(); ++k) {
    const Input& input = inputs_.each()[k];
    std::vector<Flag> counts = input.unmasked(network.reader(k), some);
    for (Index n = 0; !weigh.empty() && n < some; ++n) {
      if (weigh[static_cast<std::size_t>(n)]) continue;
      std::fill_n(counts.begin() + input.steps().begin(n), input.steps().length(n), Flag{0});
    }
    of_x = std::max(of_x, deviation(input.values_of_first(some), input.features(), counts));
  }
  for (const Target& target : targets_) {
    of_y = std::max(of_y, target.deviation(network, inputs_, some));
  }
  if (of_x <= most && of_y <= most) return {};
  const bool inputs = of_x > most;
  return message("the standard deviation of ", inputs ? "x" : "y", " is ", inputs ? of_x : of_y,
                 " in the first batch, and networks learn badly from more than ", most,
                 ": scale the data and the answers back, as the recipe forecast.md does");
}

}  // namespace lstm
