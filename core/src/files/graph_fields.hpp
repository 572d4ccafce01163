// The layers of a graph as fields: each with the earlier outputs that it reads.
#pragma once

#include "layers/kind.hpp"
#include "lstm/graph.hpp"

namespace lstm {

// Sources as texts: 3 is the output of the layer number 3 of a graph, 3.1 its next one.
void sources_field(Fields& visit, const char* name, std::vector<Source>& sources);

// A layer, which has sources where it stands in a graph.
class NodeField : public LayerField {
 public:
  NodeField(LayerConfig& config, std::vector<Source>& from) : LayerField(config), from_(from) {}

  void fields(Fields& visit) override {
    LayerField::fields(visit);
    if (!from_.empty() || !visit.writes()) sources_field(visit, "from", from_);
  }

 private:
  std::vector<Source>& from_;
};

}  // namespace lstm
