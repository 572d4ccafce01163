#include "graph/network.hpp"

#include <algorithm>
#include <map>

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

// Keras's rule: the kind, and from the second that it names on a number.
std::vector<LayerConfig> named(std::vector<LayerConfig> configs) {
  std::map<const LayerKind*, Index> seen;
  for (auto& config : configs) {
    if (!config.name().empty()) continue;
    const Index earlier = seen[&config.kind()]++;
    std::string name = config.kind().stem;
    if (earlier > 0) name += "_" + std::to_string(earlier);
    config.set_name(std::move(name));
  }
  return configs;
}

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

Network::Network(std::vector<LayerConfig> configs, Random& random)
    : Network(named(std::move(configs))) {
  parameters_ = Parameters(specs());
  bind();
  for (const auto& layer : layers_) layer->initialize(random);
}

Network Network::replica() const {
  Network twin(configs_);
  twin.parameters_ = parameters_.replica();
  twin.bind();
  return twin;
}

std::vector<ParameterSpec> Network::parameter_specs(std::vector<LayerConfig> configs) {
  return Network(named(std::move(configs))).specs();
}

Network::Network(std::vector<LayerConfig> configs) : configs_(std::move(configs)) {
  require(!configs_.empty(), "expected at least one layer, got none");
  require(configs_.size() <= most_layers, "expected at most ", most_layers, " layers, got ",
          configs_.size());
  input_ = configs_.front().input();
  input_.input = true;
  for (const auto& config : configs_) add(config);
  fold_tables();
  flow_.resize(layers_.size() + 1);
}

Signature Network::output_of(const std::string& layer) const {
  const auto found = std::ranges::find(layers_, layer, &Layer::name);
  require(found != layers_.end(), "expected the name of a layer, got '", layer, "'");
  return (*found)->output();
}

bool Network::learns(const Layer& layer) const {
  const auto its = std::ranges::find(configs_, layer.name(), &LayerConfig::name);
  return its != configs_.end() && its->trainable();
}

// Gives each layer its tensors, without a gradient where it is frozen.
void Network::bind() {
  lowest_ = layers_.size();
  std::size_t next = 0;
  for (std::size_t n = 0; n < layers_.size(); ++n) {
    const auto count = layers_[n]->parameters().size();
    const bool its = count > 0 && learns(*layers_[n]);
    parameters_.set_trainable(next, count, its);
    layers_[n]->bind(parameters_.tensors().subspan(next, count));
    if (its) lowest_ = std::min(lowest_, n);
    next += count;
  }
}

void Network::set_trainable(const std::string& layer, bool trainable) {
  const auto its = std::ranges::find(configs_, layer, &LayerConfig::name);
  require(its != configs_.end(), "expected the name of a layer, got '", layer, "'");
  its->set_trainable(trainable);
  bind();
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
  const std::string& name = config.name();
  for (const auto& layer : layers_) {
    require(layer->name() != name, "expected layers of different names, got '", name, "' twice");
  }
  require(!name.starts_with("__"), "expected a layer's name that does not begin with __, got '",
          name, "'");  // which is how files mark what is no weight
  config.kind().add(config, input, layers_);
  if (!input.input) check_said(config.input(), input, name);
}

// A table goes to the layer that takes it through those that hand it on.
void Network::fold_tables() {
  for (std::size_t n = 1; n < layers_.size(); ++n) {
    Takes when = layers_[n]->takes_table();
    auto before = n - 1;
    for (; before > 0 && layers_[before]->hands_on(); --before) {
      when = std::min(when, Takes::out_of_training);
    }
    layers_[before]->fold(when);
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
  return layers_.back()->activation().value_or(ActivationKind::linear);
}

States Network::zero_states() const {
  States states;
  for (const auto& layer : layers_) states.emplace_back(layer->state_parts().size());
  return states;
}

bool Network::stateful() const { return std::ranges::any_of(layers_, &Layer::stateful); }

void Network::keep_stateful(States& states) const {
  for (std::size_t n = 0; n < layers_.size(); ++n) {
    if (!layers_[n]->stateful()) reset(states[n]);
  }
}

Index Network::sequences(const States& states) const {
  require(states.size() == layers_.size(), "expected states of ", layers_.size(), " layers, got ",
          states.size());
  Index B = 0;
  for (std::size_t n = 0; n < layers_.size(); ++n) {
    const Layer& layer = *layers_[n];
    const Index F = layer.state_features();
    if (B == 0 && F > 0) B = static_cast<Index>(states[n].empty() ? 0 : states[n][0].size()) / F;
    if (is_state_of(layer, states[n], B)) continue;  // or texts would be made at every step
    require(false, "expected ", parts_of(layer), " of ", B, " x ", F, " numbers as the state of '",
            layer.name(), "', got ", sizes_of(states[n]));
  }
  return B;
}

void Network::mask_out(const Activations& x, std::span<Flag> mask) const {
  layers_.front()->mask_out(x, mask);
}

bool Network::turns() const { return std::ranges::count_if(layers_, &Layer::turns) % 2 == 1; }

Index Network::unmasked_rows(const Activations& x) {
  if (!output().sequence) return x.batch;
  const auto mask = masked(*layers_.front(), x, mask_);
  return x.time * x.batch - static_cast<Index>(std::ranges::count(mask, Flag{0}));
}

std::vector<const Recurrent*> Network::recurrent() const {
  std::vector<const Recurrent*> all;
  for (const auto& layer : layers_) layer->add_recurrent(all);
  return all;
}

Activations Network::forward(const Activations& x, States* states, Until until, Random* random) {
  drop_outdated();
  const bool skip_head = until == Until::logits && head() != ActivationKind::linear;
  const auto depth = layers_.size() - (skip_head ? 1 : 0);
  flow_.clear();
  flow_.push_back(x);
  for (std::size_t n = 0; n < depth; ++n) {
    State* state = states && layers_[n]->state_features() > 0 ? &(*states)[n] : nullptr;
    flow_.push_back(layers_[n]->forward(flow_.back(), state, random));
  }
  return flow_.back();
}

void Network::backward(View d_y) {
  for (auto n = flow_.size() - 1; n-- > lowest_;) {
    d_y = layers_[n]->backward(flow_[n], d_y, n > lowest_);
  }
}

}  // namespace lstm
