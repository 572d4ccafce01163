// What is joined to what in a network: nodes, which run in their order, and between them slots for
// what flows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "layers/layer.hpp"
#include "lstm/graph.hpp"

namespace lstm {

// Which steps of what comes in may be padding to what flows in a slot: those of an input, by its
// raggedness and by the layer that reads it, here in the same order or turned.
struct Mask {
  std::size_t input;
  const Layer* reader;
  bool turned;
};

// Where the steps of a sequence come from.
struct Origin {
  std::size_t input = none;             // whose they are, or none's
  std::vector<const Layer*> resized{};  // by these, one after the other
  std::vector<Mask> masks{};            // none where a layer made other steps of them

  static constexpr auto none = static_cast<std::size_t>(-1);
  // How many there are where the input has T.
  Index steps(Index T) const;
};

struct Slot {
  Signature signature;
  Origin origin = {};
  std::size_t writer = Origin::none;  // a node, or else it is an input
  Index readers = 0;                  // nodes and outputs
};

struct Node {
  std::unique_ptr<Layer> layer;
  std::size_t config;             // of the graph's layers, that it is made of
  std::size_t weights;            // of which node: its own, or an earlier one's
  std::vector<std::size_t> from;  // slots
  std::size_t to;                 // its first slot; further outputs have those after it

  std::size_t outputs() const { return static_cast<std::size_t>(layer->outputs()); }
};

struct Wiring {
  std::vector<Slot> slots;  // those of the inputs come first
  std::vector<std::string> inputs;
  std::vector<Node> nodes;
  std::vector<std::size_t> outputs;               // slots
  std::vector<std::vector<std::size_t>> written;  // slots of each of the graph's layers
};

// The layers of a graph whose layers have names, without weights. Throws std::invalid_argument for
// no layer or more than 1000, two of one name, a name that begins with __, sources that are not
// earlier layers, inputs that nobody reads, or neighbours that do not fit.
Wiring wire(const Graph& graph);

}  // namespace lstm
