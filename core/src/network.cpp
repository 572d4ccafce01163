#include "lstm/network.hpp"

#include <algorithm>
#include <map>

#include "lstm/error.hpp"

namespace lstm {

namespace {

Signature input_of(const EmbeddingConfig& config) { return {config.input_dim, true, true, 0}; }
Signature input_of(const LstmConfig& config) { return {config.input_features, true, false, config.input_time}; }
Signature input_of(const DenseConfig& config) {
  return {config.input_features, config.input_sequence, false, config.input_time};
}

const char* kind_of(const EmbeddingConfig&) { return "embedding"; }
const char* kind_of(const LstmConfig&) { return "lstm"; }
const char* kind_of(const DenseConfig&) { return "dense"; }

// Keras's rule: the kind, and from the second that it names on a number.
std::vector<LayerConfig> named(std::vector<LayerConfig> configs) {
  std::map<std::string, Index> seen;
  for (auto& config : configs) {
    std::visit(
        [&](auto& c) {
          if (!c.name.empty()) return;
          const Index earlier = seen[kind_of(c)]++;
          c.name = kind_of(c);
          if (earlier > 0) c.name += "_" + std::to_string(earlier);
        },
        config);
  }
  return configs;
}

const std::string& name_of(const LayerConfig& config) {
  return std::visit([](const auto& c) -> const std::string& { return c.name; }, config);
}

}  // namespace

void reset(States& states) {
  for (State& state : states) {
    state.h.clear();
    state.c.clear();
  }
}

Network::Network(std::vector<LayerConfig> configs, Random& random)
    : Network(named(std::move(configs)), std::nullopt) {
  for (const auto& layer : layers_) layer->initialize(random);
}

Network Network::replica() const { return Network(configs_, parameters_.replica()); }

Network::Network(std::vector<LayerConfig> configs, std::optional<Parameters> shared)
    : configs_(std::move(configs)) {
  require(!configs_.empty(), "expected at least one layer, got none");
  input_ = std::visit([](const auto& first) { return input_of(first); }, configs_.front());
  for (const auto& config : configs_) add(config);

  parameters_ = shared ? std::move(*shared) : Parameters(specs());
  auto unbound = parameters_.tensors();
  for (const auto& layer : layers_) {
    const auto count = layer->parameters().size();
    layer->bind(unbound.first(count));
    unbound = unbound.subspan(count);
  }
  flow_.resize(layers_.size() + 1);
}

std::vector<ParameterSpec> Network::specs() const {
  std::vector<ParameterSpec> all;
  for (const auto& layer : layers_) {
    for (auto& spec : layer->parameters()) all.push_back(std::move(spec));
  }
  return all;
}

void Network::add(const LayerConfig& config) {
  const Signature input = layers_.empty() ? input_ : output();
  const std::string& name = name_of(config);
  for (const auto& layer : layers_) {
    require(layer->name() != name, "expected layers of different names, got '", name, "' twice");
  }
  if (const auto* embedding = std::get_if<EmbeddingConfig>(&config)) {
    layers_.push_back(std::make_unique<Embedding>(*embedding, input));
  } else if (const auto* lstm = std::get_if<LstmConfig>(&config)) {
    auto* table = layers_.empty() ? nullptr : dynamic_cast<Embedding*>(layers_.back().get());
    layers_.push_back(std::make_unique<Lstm>(*lstm, input));
    if (table && layers_.back()->takes_table()) table->fold();
  } else {
    const auto& dense = std::get<DenseConfig>(config);
    layers_.push_back(std::make_unique<Dense>(dense, input));
    if (dense.activation == ActivationKind::linear) return;
    layers_.push_back(
        std::make_unique<Activation>(dense.activation, name + ".activation", output()));
  }
}

Parameters& Network::parameters() {
  parameters_.announce_change();
  return parameters_;
}

void Network::drop_outdated() {
  if (version_ == parameters_.version()) return;
  version_ = parameters_.version();
  for (const auto& layer : layers_) layer->weights_changed();
}

ActivationKind Network::head() const {
  const auto* last = dynamic_cast<const Activation*>(layers_.back().get());
  return last ? last->kind() : ActivationKind::linear;
}

Activations Network::forward(const Activations& x, States* states, Until until) {
  drop_outdated();
  const bool skip_head = until == Until::logits && head() != ActivationKind::linear;
  const auto depth = layers_.size() - (skip_head ? 1 : 0);
  flow_.clear();
  flow_.push_back(x);
  for (std::size_t n = 0; n < depth; ++n) {
    State* state = states && layers_[n]->has_state() ? &(*states)[n] : nullptr;
    flow_.push_back(layers_[n]->forward(flow_.back(), state));
  }
  return flow_.back();
}

void Network::backward(View d_y) {
  for (auto n = flow_.size() - 1; n-- > 0;) {
    d_y = layers_[n]->backward(flow_[n], d_y, n > 0);
  }
}

}  // namespace lstm
