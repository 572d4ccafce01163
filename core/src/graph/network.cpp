#include "graph/network.hpp"

#include <algorithm>
#include <map>

#include "kernels/vectors.hpp"
#include "layers/kind.hpp"
#include "layers/turn.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// Keras's rule: the kind, and from the second that it names on a number.
Graph named(Graph graph) {
  std::map<const LayerKind*, Index> seen;
  for (auto& config : graph.layers) {
    if (!config.name().empty()) continue;
    const Index earlier = seen[&config.kind()]++;
    std::string name = config.kind().stem;
    if (earlier > 0) name += "_" + std::to_string(earlier);
    config.set_name(std::move(name));
  }
  return graph;
}

}  // namespace

Network::Network(Graph graph, Random& random) : Network(named(std::move(graph))) {
  parameters_ = Parameters(specs());
  bind();
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    if (wiring_.nodes[n].weights == n) wiring_.nodes[n].layer->initialize(random);
  }
}

Network Network::replica() const {
  Network twin(graph_);
  twin.parameters_ = parameters_.replica();
  twin.bind();
  return twin;
}

std::vector<ParameterSpec> Network::parameter_specs(Graph graph) {
  return Network(named(std::move(graph))).specs();
}

Network::Network(Graph graph)
    : graph_(std::move(graph)),
      wiring_(wire(graph_)),
      runs_(wiring_.nodes.size()),
      flow_(wiring_.slots.size()),
      gradients_(wiring_.slots.size()),
      entered_(wiring_.slots.size()),
      out_(outputs()),
      taken_(outputs()) {
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    Run& its = runs_[n];
    its.x.resize(wiring_.nodes[n].from.size());
    its.d_x.resize(its.x.size());
    its.wanted.resize(its.x.size());
    its.d_y.resize(wiring_.nodes[n].outputs());
  }
  skipped_.reserve(outputs());
  place_weights();
  fold_tables();
}

void Network::place_weights() {
  std::size_t next = 0;
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    const Node& node = wiring_.nodes[n];
    const bool own = node.weights == n;
    runs_[n].count = node.layer->parameters().size();
    runs_[n].first = own ? next : runs_[node.weights].first;
    if (own) next += runs_[n].count;
  }
}

std::vector<ParameterSpec> Network::specs() const {
  std::vector<ParameterSpec> all;
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    if (wiring_.nodes[n].weights != n) continue;
    for (auto& spec : wiring_.nodes[n].layer->parameters()) all.push_back(std::move(spec));
  }
  return all;
}

// Gives each layer its tensors, without a gradient where it is frozen.
void Network::bind() {
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    const auto& [first, count, needed, x, d_y, d_x, wanted] = runs_[n];
    parameters_.set_trainable(first, count, count > 0 && learns(wiring_.nodes[n]));
    wiring_.nodes[n].layer->bind(parameters_.tensors().subspan(first, count));
  }
  find_needed();
}

bool Network::learns(const Node& node) const { return graph_.layers[node.config].trainable(); }

// A backward runs through what learns, down to entrances, and through what stands between these and
// the outputs.
void Network::find_needed() {
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    const Node& node = wiring_.nodes[n];
    Run& its = runs_[n];
    its.needed = its.count > 0 && learns(node);
    for (std::size_t k = 0; k < node.from.size(); ++k) {
      const auto writer = wiring_.slots[node.from[k]].writer;
      const bool below = entered_[node.from[k]] || (writer != Origin::none && runs_[writer].needed);
      its.wanted[k] = below && !entered_[node.to];
      its.needed |= its.wanted[k] != 0;
    }
  }
}

void Network::set_trainable(const std::string& layer, bool trainable) {
  const auto its = std::ranges::find(graph_.layers, layer, &LayerConfig::name);
  require(its != graph_.layers.end(), "expected the name of a layer, got '", layer, "'");
  its->set_trainable(trainable);
  bind();
}

// A table goes to the layer that takes it through those that hand it on, where nobody else reads
// it.
void Network::fold_tables() {
  for (const Node& node : wiring_.nodes) {
    Takes when = node.layer->takes_table();
    const Slot* slot = &wiring_.slots[node.from[0]];
    while (slot->writer != Origin::none) {
      const Node& before = wiring_.nodes[slot->writer];
      if (slot->readers > 1) when = Takes::never;
      if (!before.layer->hands_on()) {
        before.layer->fold(when);
        break;
      }
      when = std::min(when, Takes::out_of_training);
      slot = &wiring_.slots[before.from[0]];
    }
  }
}

const Signature& Network::given_by(std::size_t n) const {
  return wiring_.slots[wiring_.written[n].front()].signature;
}

Parameters& Network::parameters() {
  parameters_.announce_change();
  return parameters_;
}

void Network::drop_outdated() {
  if (version_ == parameters_.version()) return;
  version_ = parameters_.version();
  for (const Node& node : wiring_.nodes) node.layer->weights_changed();
}

const Node* Network::head_of(std::size_t output) const {
  const Node& last = wiring_.nodes[output_slot(output).writer];
  const auto its = last.layer->activation();
  return its && *its != ActivationKind::linear ? &last : nullptr;
}

ActivationKind Network::head(std::size_t k) const {
  const Node* its = head_of(k);
  return its ? *its->layer->activation() : ActivationKind::linear;
}

const std::string& Network::output_name(std::size_t k) const {
  return graph_.layers[wiring_.nodes[output_slot(k).writer].config].name();
}

const Layer* Network::reader(std::size_t k) const {
  const auto reads = [k](const Node& node) { return node.from[0] == k; };
  const auto found = std::ranges::find_if(wiring_.nodes, reads);
  return found == wiring_.nodes.end() ? nullptr : found->layer.get();
}

Index Network::rows(std::size_t output, std::span<const Activations> x) const {
  const Origin& from = origin(output);
  if (!this->output(output).sequence) return x.front().batch;
  const bool own = from.input == Origin::none;
  return x.front().batch * (own ? this->output(output).time : from.steps(x[from.input].time));
}

Index Network::unmasked_rows(std::span<const Activations> x, std::size_t output) {
  const Origin& from = origin(output);
  const Index all = rows(output, x);
  const bool resized = !from.resized.empty();
  if (resized && !x[from.input].lengths.empty()) {
    Index counted = 0;
    for (const Index length : x[from.input].lengths) counted += from.steps(length);
    return counted;
  }
  if (from.masks.empty()) return all;
  mask_.assign(static_cast<std::size_t>(all), 1);
  for (const Mask& its : from.masks) mark_masked(its, x[its.input]);
  return all - static_cast<Index>(std::ranges::count(mask_, Flag{0}));
}

// Where a step is padding, in the order of what flows out.
void Network::mark_masked(const Mask& its, const Activations& x) {
  auto mask = its.reader ? masked(*its.reader, x, its_mask_) : x.mask;
  if (mask.empty()) return;
  if (its.turned) {
    turned_mask_.resize(mask.size());
    turn(mask.data(), x.time, x.batch, 1, x.lengths, turned_mask_.data());
    mask = turned_mask_;
  }
  std::ranges::transform(mask_, mask, mask_.begin(), std::bit_and<Flag>());
}

void Network::learned() {
  for (const Node& node : wiring_.nodes) node.layer->learned();
}

std::vector<Looked> Network::recurrent() const {
  std::vector<Looked> all;
  for (const Node& node : wiring_.nodes) {
    std::vector<const Recurrent*> halves;  // or the layer itself
    node.layer->add_recurrent(halves);
    for (const Recurrent* layer : halves) all.push_back({layer, &wiring_.slots[node.from[0]]});
  }
  return all;
}

std::span<const Activations> Network::forward(std::span<const Activations> x, States* states,
                                              std::span<const Until> until, Random* random) {
  drop_outdated();
  skipped_.clear();
  for (std::size_t k = 0; k < outputs(); ++k) {
    const Node* head = !until.empty() && until[k] == Until::logits ? head_of(k) : nullptr;
    taken_[k] = head ? head->from[0] : wiring_.outputs[k];
    if (head && output_slot(k).readers == 1) skipped_.push_back(output_slot(k).writer);
  }
  std::ranges::copy(x, flow_.begin());
  for (std::size_t n = 0; n < runs_.size(); ++n) {
    if (!skips(n)) run(n, states, random);
  }
  for (std::size_t k = 0; k < outputs(); ++k) out_[k] = flow_[taken_[k]];
  return out_;
}

bool Network::skips(std::size_t n) const {
  return std::ranges::find(skipped_, n) != skipped_.end();
}

void Network::run(std::size_t n, States* states, Random* random) {
  const Node& node = wiring_.nodes[n];
  Run& its = runs_[n];
  for (std::size_t k = 0; k < node.from.size(); ++k) its.x[k] = flow_[node.from[k]];
  const auto y = std::span(flow_).subspan(node.to, node.outputs());
  if (std::ranges::count(its.x, 0, &Activations::time) > 0) {  // step by step, and none this time
    return std::ranges::fill(y, Activations{0, 0, {}, {}, {}}), void();
  }
  State* state = states && node.layer->state_features() > 0 ? &(*states)[n] : nullptr;
  node.layer->forth({its.x, y, state, random});
}

void Network::backward(std::span<const View> d_y) {
  std::ranges::fill(gradients_, View{});
  for (std::size_t k = 0; k < outputs(); ++k) give_back(taken_[k], d_y[k]);
  for (auto n = runs_.size(); n-- > 0;) {
    if (runs_[n].needed && !skips(n)) run_back(n);
  }
}

// What is given belongs to the slot, so a further reader's may be added to it.
void Network::give_back(std::size_t slot, View d) {
  View& sum = gradients_[slot];
  if (!sum.data) {
    sum = d;
  } else if (d.data) {
    kernels::add_scaled(1, d.data, sum.data, sum.size());
  }
}

void Network::run_back(std::size_t n) {
  const Node& node = wiring_.nodes[n];
  Run& its = runs_[n];
  std::copy_n(gradients_.begin() + static_cast<std::ptrdiff_t>(node.to), its.d_y.size(),
              its.d_y.begin());
  const auto empty = [](const View& d) { return !d.data; };
  if (std::ranges::all_of(its.d_y, empty)) return;
  std::ranges::fill(its.d_x, View{});
  node.layer->back({its.x, its.d_y, its.d_x, its.wanted});
  for (std::size_t k = 0; k < node.from.size(); ++k) {
    if (its.wanted[k]) give_back(node.from[k], its.d_x[k]);
  }
}

}  // namespace lstm
