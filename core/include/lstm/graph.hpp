// How the layers of a model are joined.
#pragma once

#include <vector>

#include "lstm/layer_config.hpp"

namespace lstm {

// An output of a layer, both counted from 0.
struct Source {
  Index layer = 0;
  Index output = 0;

  bool operator==(const Source&) const = default;
};

// Layers in the order of their making, so that each reads earlier ones. In a chain the first reads
// what comes in, each other the one before it, and the last one gives what goes out: it says no
// more than its layers.
struct Graph {
  std::vector<LayerConfig> layers;
  std::vector<std::vector<Source>> from = {};  // of each layer; of an input none
  std::vector<Source> outputs = {};

  bool chain() const { return outputs.empty(); }
};

// What comes into a graph: numbers of a shape; or tokens [steps, 1] for an embedding, which says
// how many there are.
struct InputConfig {
  static const LayerKind kind;

  bool tokens = false;
  Signature shape = {};
  std::string name = {};

  Signature input() const {
    Signature its = shape;
    its.tokens = tokens;
    if (tokens) its.features = 0;
    return its;
  }
};

// An earlier layer once more, with the same weights, on other inputs.
struct SharedConfig {
  static const LayerKind kind;

  Index of = 0;  // which, as a number
  std::string name = {};
};

}  // namespace lstm
