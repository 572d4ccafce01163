#include "lstm/states.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

namespace {

constexpr auto h_name = ".h", c_name = ".c";

// A layer's h or c, where zeros may be empty.
NamedTensor named(std::string name, const std::vector<float>& values, Index B, Index F) {
  NamedTensor tensor{std::move(name), {B, F}, values};
  tensor.values.resize(static_cast<std::size_t>(B * F));
  return tensor;
}

}  // namespace

std::vector<NamedTensor> named_states(const Network& network, const States& states) {
  std::vector<NamedTensor> tensors;
  const Index B = network.sequences(states);
  if (B == 0) return tensors;
  for (std::size_t n = 0; n < states.size(); ++n) {
    const Layer& layer = network.layer(n);
    const Index F = layer.state_features();
    if (F == 0) continue;
    tensors.push_back(named(layer.name() + h_name, states[n].h, B, F));
    tensors.push_back(named(layer.name() + c_name, states[n].c, B, F));
  }
  return tensors;
}

States states_of(const Network& network, std::span<const NamedTensor> tensors) {
  States states = network.zero_states();
  if (tensors.empty()) return states;
  const Index B = tensors.front().shape.empty() ? 0 : tensors.front().shape.front();
  std::size_t taken = 0;
  const auto take = [&](const std::string& name, Index F) {
    const auto found = std::ranges::find(tensors, name, &NamedTensor::name);
    require(found != tensors.end(), "expected '", name, "' in the states");
    const Shape shape{std::max(B, Index{1}), F};
    require(found->shape == shape, "expected '", name, "' of shape ", shape, " in the states, got ",
            found->shape);
    ++taken;
    return found->values;
  };
  for (std::size_t n = 0; n < states.size(); ++n) {
    const Layer& layer = network.layer(n);
    const Index F = layer.state_features();
    if (F == 0) continue;
    states[n].h = take(layer.name() + h_name, F);
    states[n].c = take(layer.name() + c_name, F);
  }
  require(taken == tensors.size(), "expected states of ", taken, " tensors, h and c of each layer",
          " that has one, got ", tensors.size());
  return states;
}

}  // namespace lstm
