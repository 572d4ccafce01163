#include "lstm/inputs.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/error.hpp"

namespace lstm {

std::vector<Steps> input_steps(const Network& network, Tensors x) {
  require(x.size() == network.inputs(), "expected ", network.inputs(), " tensors as x, got ",
          x.size());
  std::vector<Steps> all;
  for (std::size_t k = 0; k < x.size(); ++k) {
    all.push_back(input_steps(network, k, *x[k]));
    require(all[k].count() == all[0].count(), "expected ", all[0].count(), " samples in ",
            network.input_name(k), ", as in ", network.input_name(0), ", got ", all[k].count());
  }
  return all;
}

Inputs::Inputs(const Network& network, Tensors x, std::vector<Steps> steps,
               std::span<const Flag> counts) {
  for (std::size_t k = 0; k < x.size(); ++k) {
    all_.emplace_back(network, k, *x[k], std::move(steps[k]), counts);
  }
  batch_.resize(all_.size());
}

Inputs::Inputs(const Inputs&) = default;
Inputs& Inputs::operator=(const Inputs&) = default;
Inputs::Inputs(Inputs&&) noexcept = default;
Inputs& Inputs::operator=(Inputs&&) noexcept = default;
Inputs::~Inputs() = default;

std::span<const Activations> Inputs::gather(std::span<const Index> samples) {
  for (std::size_t k = 0; k < all_.size(); ++k) batch_[k] = all_[k].gather(samples);
  return batch_;
}

Steps Inputs::steps_in(const Slot& slot) const {
  std::vector<Steps> all;
  for (const Input& input : all_) all.push_back(input.steps());
  return lstm::steps_in(slot, all);
}

Steps steps_in(const Slot& slot, std::span<const Steps> inputs) {
  const Origin& from = slot.origin;
  const Index N = inputs.front().count();
  if (!slot.signature.sequence) return Steps(N, 1);
  if (from.input == Origin::none) return Steps(N, slot.signature.time);
  const Steps& its = inputs[from.input];
  if (from.resized.empty()) return its;
  std::vector<Index> lengths = its.lengths();
  std::ranges::transform(lengths, lengths.begin(), [&](Index T) { return from.steps(T); });
  return Steps(N, from.steps(its.longest()), lengths);
}

}  // namespace lstm
