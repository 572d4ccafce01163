#include "graph/wiring.hpp"

#include <algorithm>
#include <numeric>

#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// As inputShape has it: [features], or [steps or null, features].
std::string shown(const Signature& shape) {
  const std::string features = std::to_string(shape.features) + "]";
  if (!shape.sequence) return "[" + features;
  return "[" + (shape.time > 0 ? std::to_string(shape.time) : "null") + ", " + features;
}

// A later layer may say what it reads; it must be what the layer before it gives.
void check_said(const Signature& said, const Signature& input, const std::string& name) {
  if (said.features == 0 || said.tokens) return;  // nothing, or more than an input's shape
  const bool any_time = said.time == 0 || input.time == 0 || said.time == input.time;
  require(said.features == input.features && said.sequence == input.sequence && any_time,
          "expected no other inputShape of '", name, "' than what the layer before it gives, ",
          shown(input), ", got ", shown(said));
}

// More are no model, but a file that would keep whoever opens it waiting.
constexpr std::size_t most_layers = 1000;

void check_names(const std::vector<LayerConfig>& layers) {
  require(!layers.empty(), "expected at least one layer, got none");
  require(layers.size() <= most_layers, "expected at most ", most_layers, " layers, got ",
          layers.size());
  for (auto its = layers.begin(); its != layers.end(); ++its) {
    const std::string& name = its->name();
    require(std::find_if(layers.begin(), its,
                         [&](const auto& other) { return other.name() == name; }) == its,
            "expected layers of different names, got '", name, "' twice");
    require(!name.starts_with("__"), "expected a layer's name that does not begin with __, got '",
            name, "'");  // which is how files mark what is no weight
  }
}

std::vector<Shape> shapes_of(const Layer& layer) {
  std::vector<Shape> shapes;
  for (const auto& spec : layer.parameters()) shapes.push_back(spec.shape);
  return shapes;
}

class Wirer {
 public:
  explicit Wirer(const Graph& graph) : graph_(graph) {}

  Wiring wire() {
    check_names(graph_.layers);
    if (graph_.chain()) {
      wire_chain();
    } else {
      wire_graph();
    }
    return std::move(wiring_);
  }

 private:
  void wire_chain();
  void wire_graph();
  void add_input(const LayerConfig& config);
  void add_layer(std::size_t n, std::vector<std::size_t> from);
  void know_tokens(const LayerConfig& config, Slot& slot);
  void add_node(std::unique_ptr<Layer> layer, std::size_t config, std::size_t weights,
                std::vector<std::size_t> from);
  void check_again(const LayerConfig& config, const Chain& chain, std::size_t first) const;
  std::size_t slot_of(const Source& source) const;
  std::size_t weights_of(std::size_t n) const;
  Origin origin_of(const Node& node) const;
  void add_output(std::size_t slot);

  const Graph& graph_;
  Wiring wiring_;
  std::vector<std::size_t> begins_;  // the first node of each layer
};

void Wirer::add_input(const LayerConfig& config) {
  Signature signature = config.input();
  signature.input = true;
  Origin origin;
  if (signature.sequence) origin.input = wiring_.inputs.size();
  if (signature.sequence) origin.masks = {{origin.input, nullptr, false}};
  wiring_.inputs.push_back(config.name());
  wiring_.slots.push_back({signature, std::move(origin)});
}

void Wirer::wire_chain() {
  add_input(graph_.layers.front());
  for (std::size_t n = 0; n < graph_.layers.size(); ++n) add_layer(n, {wiring_.slots.size() - 1});
  add_output(wiring_.slots.size() - 1);
}

// Inputs first, so that their slots are.
void Wirer::wire_graph() {
  const auto& layers = graph_.layers;
  require(graph_.from.size() == layers.size(), "expected where each of ", layers.size(),
          " layers reads, got it of ", graph_.from.size());
  wiring_.written.resize(layers.size());
  for (std::size_t n = 0; n < layers.size(); ++n) {
    if (!layers[n].as<InputConfig>()) continue;
    require(graph_.from[n].empty(), "expected input '", layers[n].name(), "' to read nothing");
    wiring_.written[n] = {wiring_.slots.size()};
    add_input(layers[n]);
  }
  for (std::size_t n = 0; n < layers.size(); ++n) {
    if (layers[n].as<InputConfig>()) continue;
    std::vector<std::size_t> from;
    for (const Source& source : graph_.from[n]) {
      require(source.layer < static_cast<Index>(n), "expected '", layers[n].name(),
              "' to read earlier layers, got number ", source.layer);
      from.push_back(slot_of(source));
    }
    require(!from.empty(), "expected '", layers[n].name(), "' to read a layer or an input");
    add_layer(n, std::move(from));
  }
  for (const Source& source : graph_.outputs) add_output(slot_of(source));
  for (std::size_t k = 0; k < wiring_.inputs.size(); ++k) {
    require(wiring_.slots[k].readers > 0, "expected input '", wiring_.inputs[k],
            "' to be read by a layer");
  }
}

std::size_t Wirer::slot_of(const Source& source) const {
  const auto n = static_cast<std::size_t>(source.layer),
             k = static_cast<std::size_t>(source.output);
  require(source.layer >= 0 && n < wiring_.written.size(), "expected a layer of 0 to ",
          wiring_.written.size() - 1, " as a source, got ", source.layer);
  const auto& written = wiring_.written[n];
  require(source.output >= 0 && k < written.size(), "expected an output of '",
          graph_.layers[n].name(), "', which has ", written.size(), ", got number ", source.output);
  return written[k];
}

// Of a layer that is an earlier one once more, that one.
std::size_t Wirer::weights_of(std::size_t n) const {
  const auto* shared = graph_.layers[n].as<SharedConfig>();
  if (!shared) return n;
  const auto first = static_cast<std::size_t>(shared->of);
  require(first < n && !graph_.layers[first].as<SharedConfig>() &&
              !graph_.layers[first].as<InputConfig>(),
          "expected '", graph_.layers[n].name(), "' to be an earlier layer once more, got number ",
          shared->of);
  return first;
}

// Tokens that every embedding knows that reads them.
void Wirer::know_tokens(const LayerConfig& config, Slot& slot) {
  const Signature said = config.input();
  if (graph_.chain() || !slot.signature.input || !slot.signature.tokens || !said.tokens) return;
  Index& known = slot.signature.features;
  known = known == 0 ? said.features : std::min(known, said.features);
}

void Wirer::add_layer(std::size_t n, std::vector<std::size_t> from) {
  const std::size_t first = weights_of(n);
  LayerConfig config = graph_.layers[first];
  config.set_name(graph_.layers[n].name());
  Slot& slot = wiring_.slots[from[0]];
  require(config.kind().several || from.size() == 1, "expected one input of '", config.name(),
          "', got ", from.size());
  know_tokens(config, slot);
  std::vector<Signature> inputs;
  for (const std::size_t each : from) inputs.push_back(wiring_.slots[each].signature);
  Chain chain;
  config.kind().add(config, inputs, chain);
  if (n > 0) check_said(config.input(), slot.signature, config.name());
  begins_.resize(n + 1);
  begins_[n] = wiring_.nodes.size();
  if (first != n) check_again(config, chain, first);
  for (std::size_t k = 0; k < chain.size(); ++k) {
    add_node(std::move(chain[k]), first, begins_[first] + k, std::move(from));
    from = {wiring_.nodes.back().to};
  }
  const Node& last = wiring_.nodes.back();
  wiring_.written.resize(std::max(wiring_.written.size(), n + 1));
  wiring_.written[n].resize(last.outputs());
  std::iota(wiring_.written[n].begin(), wiring_.written[n].end(), last.to);
}

void Wirer::add_node(std::unique_ptr<Layer> layer, std::size_t config, std::size_t weights,
                     std::vector<std::size_t> from) {
  Node node{std::move(layer), config, weights, std::move(from), wiring_.slots.size()};
  for (const std::size_t slot : node.from) ++wiring_.slots[slot].readers;
  for (std::size_t k = 0; k < node.outputs(); ++k) {
    Slot slot{node.layer->output_at(static_cast<Index>(k))};
    slot.writer = wiring_.nodes.size();
    if (k == 0 && slot.signature.sequence) slot.origin = origin_of(node);
    wiring_.slots.push_back(std::move(slot));
  }
  wiring_.nodes.push_back(std::move(node));
}

// The weights must fit what the layer reads this time.
void Wirer::check_again(const LayerConfig& config, const Chain& chain, std::size_t first) const {
  for (std::size_t k = 0; k < chain.size(); ++k) {
    require(shapes_of(*chain[k]) == shapes_of(*wiring_.nodes[begins_[first] + k].layer),
            "expected '", config.name(), "' to read what fits the weights of '",
            graph_.layers[first].name(), "'");
  }
}

Origin Wirer::origin_of(const Node& node) const {
  Origin origin = wiring_.slots[node.from[0]].origin;
  for (std::size_t k = 1; k < node.from.size() && node.layer->merges(); ++k) {
    const Origin& other = wiring_.slots[node.from[k]].origin;
    if (origin.input == Origin::none) origin = other;
    origin.masks.insert(origin.masks.end(), other.masks.begin(), other.masks.end());
  }
  if (node.layer->resizes() && origin.input != Origin::none) {
    origin.resized.push_back(node.layer.get());
    origin.masks.clear();
  }
  for (Mask& mask : origin.masks) {
    if (node.from[0] < wiring_.inputs.size()) mask.reader = node.layer.get();
    mask.turned = mask.turned != node.layer->turns();
  }
  return origin;
}

void Wirer::add_output(std::size_t slot) {
  require(wiring_.slots[slot].writer != Origin::none,
          "expected outputs to be of layers, got an input");
  ++wiring_.slots[slot].readers;
  wiring_.outputs.push_back(slot);
}

}  // namespace

Index Origin::steps(Index T) const {
  for (const Layer* layer : resized) T = layer->steps(T);
  return T;
}

Wiring wire(const Graph& graph) { return Wirer(graph).wire(); }

}  // namespace lstm
