#include "lstm/states.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// All its parts, of B sequences or as zeros.
bool is_state_of(const Layer& layer, const State& state, Index B) {
  if (state.size() != layer.state_parts().size()) return false;
  const auto size = static_cast<std::size_t>(B * layer.state_features());
  const auto fits = [&](const auto& part) { return !part.empty() && part.size() == size; };
  return std::ranges::all_of(state, fits) ||
         std::ranges::all_of(state, [](const auto& part) { return part.empty(); });
}

// h and c
std::string parts_of(const Layer& layer) {
  std::string all;
  for (const char* part : layer.state_parts())
    all += std::string(all.empty() ? "" : " and ") + part;
  return all.empty() ? "no part" : all;
}

std::string sizes_of(const State& state) {
  std::string all;
  for (const auto& part : state) {
    all += (all.empty() ? "" : " and ") + std::to_string(part.size());
  }
  return all.empty() ? "none" : all;
}

}  // namespace

States Network::zero_states() const {
  States states;
  for (const Node& node : wiring_.nodes) states.emplace_back(node.layer->state_parts().size());
  return states;
}

bool Network::stateful() const {
  return std::ranges::any_of(wiring_.nodes,
                             [](const Node& node) { return node.layer->stateful(); });
}

void Network::keep_stateful(States& states) const {
  for (std::size_t n = 0; n < states.size(); ++n) {
    if (!layer(n).stateful()) reset(states[n]);
  }
}

Index Network::sequences(const States& states) const {
  require(states.size() == runs_.size(), "expected states of ", runs_.size(), " layers, got ",
          states.size());
  Index B = 0;
  for (std::size_t n = 0; n < states.size(); ++n) {
    const Index F = layer(n).state_features();
    if (B == 0 && F > 0) B = static_cast<Index>(states[n].empty() ? 0 : states[n][0].size()) / F;
    if (is_state_of(layer(n), states[n], B)) continue;  // or texts would be made at every step
    require(false, "expected ", parts_of(layer(n)), " of ", B, " x ", F,
            " numbers as the state of '", layer(n).name(), "', got ", sizes_of(states[n]));
  }
  return B;
}

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
