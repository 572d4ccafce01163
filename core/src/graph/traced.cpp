// A network in which it is followed what the numbers do that come in.
#include "graph/network.hpp"

namespace lstm {

Network Network::frozen() const {
  Graph graph = graph_;
  for (LayerConfig& layer : graph.layers) layer.set_trainable(false);
  Network twin(std::move(graph));
  twin.parameters_ = parameters_.reader();
  twin.bind();
  return twin;
}

Network Network::traced() const {
  Network twin = frozen();
  twin.find_entrances();
  twin.find_needed();
  return twin;
}

void Network::find_entrances() {
  const auto enter = [this](std::size_t input, std::size_t slot) {
    entrances_.push_back({input, slot});
    entered_[slot] = 1;
  };
  for (std::size_t k = 0; k < inputs(); ++k) {
    if (!input(k).tokens) enter(k, k);
  }
  for (const Node& node : wiring_.nodes) {
    node.layer->fold(Takes::never);
    if (node.layer->enters()) enter(node.from[0], node.to);
  }
}

std::span<const Activations> Network::forward_from(std::span<const ConstView> values) {
  drop_outdated();
  for (std::size_t n = 0; n < values.size(); ++n) flow_[entrances_[n].slot].values = values[n];
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    if (!entered_[wiring_.nodes[n].to]) run(n, nullptr, nullptr);
  }
  for (std::size_t k = 0; k < outputs(); ++k) out_[k] = flow_[taken_[k]];
  return out_;
}

}  // namespace lstm
