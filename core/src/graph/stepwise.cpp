// A network that is given its sequences step by step.
#include "graph/network.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// By the steps that come into the network, of a layer whose input has a pace of its own.
Pace after(const Pace& input, const Pace& layer) {
  return {layer.every * input.every, layer.wait * input.every + input.wait};
}

// What a layer reads must come at the same steps, in whichever slots.
void check_paces(const Wiring& wiring) {
  std::vector<Pace> all(wiring.slots.size());
  for (const Node& node : wiring.nodes) {
    const Pace& input = all[node.from[0]];
    for (const std::size_t slot : node.from) {
      require_stepwise(all[slot] == input, node.layer->name(),
                       "reads layers whose steps do not come together");
    }
    const Pace its = after(input, node.layer->pace());
    for (std::size_t k = 0; k < node.outputs(); ++k) all[node.to + k] = its;
  }
}

}  // namespace

Network Network::stepwise(Index batch) const {
  Network twin = frozen();
  check_paces(twin.wiring_);
  for (const Node& node : twin.wiring_.nodes) node.layer->keep_steps(batch);
  return twin;
}

void Network::forget_steps() {
  for (const Node& node : wiring_.nodes) node.layer->forget_steps();
}

}  // namespace lstm
