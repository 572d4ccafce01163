#include "lstm/states.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "lstm/error.hpp"

namespace lstm {

std::vector<NamedTensor> named_states(const Network& network, const States& states) {
  std::vector<NamedTensor> tensors;
  const Index B = network.sequences(states);
  if (B == 0) return tensors;
  for (std::size_t n = 0; n < states.size(); ++n) {
    const Layer& layer = network.layer(n);
    const Index F = layer.state_features();
    for (std::size_t p = 0; p < states[n].size(); ++p) {
      NamedTensor& tensor = tensors.emplace_back(layer.name() + "." + layer.state_parts()[p],
                                                 Shape{B, F}, states[n][p]);
      tensor.values.resize(static_cast<std::size_t>(B * F));  // zeros may be empty
    }
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
    for (std::size_t p = 0; p < states[n].size(); ++p) {
      states[n][p] = take(layer.name() + "." + layer.state_parts()[p], layer.state_features());
    }
  }
  require(taken == tensors.size(), "expected states of ", taken,
          " tensors, the parts of each layer's that has one, got ", tensors.size());
  return states;
}

}  // namespace lstm
