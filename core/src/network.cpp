#include "lstm/network.hpp"

#include <algorithm>
#include <array>

#include "lstm/error.hpp"

namespace lstm {

namespace {

// As inputShape has it: [features], or [steps or null, features].
std::string shown(const Signature& shape) {
  const std::string features = std::to_string(shape.features) + "]";
  if (!shape.sequence) return "[" + features;
  return "[" + (shape.time > 0 ? std::to_string(shape.time) : "null") + ", " + features;
}

Signature input_of(const EmbeddingConfig& config) { return {config.input_dim, true, true, 0}; }
Signature input_of(const LstmConfig& config) {
  return {config.input_features, true, false, config.input_time};
}
Signature input_of(const BidirectionalConfig& config) { return input_of(config.layer); }
Signature input_of(const DropoutConfig&) { return {}; }
Signature input_of(const LayerNormalizationConfig&) { return {}; }
Signature input_of(const MaskingConfig& config) {
  return {config.input_features, true, false, config.input_time};
}
Signature input_of(const DenseConfig& config) {
  return {config.input_features, config.input_sequence, false, config.input_time};
}

// A later layer may say what it reads; it must be what the layer before it gives.
void check_said(const Signature& said, const Signature& input, const std::string& name) {
  if (said.features == 0 || said.tokens) return;  // nothing, or more than an input's shape
  const bool any_time = said.time == 0 || input.time == 0 || said.time == input.time;
  require(said.features == input.features && said.sequence == input.sequence && any_time,
          "expected no other inputShape of '", name, "' than what the layer before it gives, ",
          shown(input), ", got ", shown(said));
}

const char* kind_of(const EmbeddingConfig&) { return "embedding"; }
const char* kind_of(const LstmConfig&) { return "lstm"; }
const char* kind_of(const BidirectionalConfig&) { return "bidirectional"; }
const char* kind_of(const DenseConfig&) { return "dense"; }
const char* kind_of(const DropoutConfig&) { return "dropout"; }
const char* kind_of(const LayerNormalizationConfig&) { return "layer_normalization"; }
const char* kind_of(const MaskingConfig&) { return "masking"; }

// More are no model, but a file that would keep whoever opens it waiting.
constexpr std::size_t most_layers = 1000;

// Keras's rule: the kind, and from the second that it names on a number.
std::vector<LayerConfig> named(std::vector<LayerConfig> configs) {
  std::array<Index, std::variant_size_v<LayerConfig>> seen{};
  for (auto& config : configs) {
    std::string& name = std::visit([](auto& c) -> std::string& { return c.name; }, config);
    if (!name.empty()) continue;
    const Index earlier = seen[config.index()]++;
    name = std::visit([](const auto& c) { return kind_of(c); }, config);
    if (earlier > 0) name += "_" + std::to_string(earlier);
  }
  return configs;
}

const std::string& name_of(const LayerConfig& config) {
  return std::visit([](const auto& c) -> const std::string& { return c.name; }, config);
}

bool learns(const auto& config) { return config.trainable; }
bool learns(const BidirectionalConfig& config) {
  return config.trainable && config.layer.trainable;
}
void set_trainable(auto& config, bool trainable) { config.trainable = trainable; }
void set_trainable(BidirectionalConfig& config, bool trainable) {
  config.trainable = config.layer.trainable = trainable;
}

// The layer of each kind of config.
std::unique_ptr<Layer> make(const EmbeddingConfig& config, const Signature& input) {
  return std::make_unique<Embedding>(config, input);
}
std::unique_ptr<Layer> make(const LstmConfig& config, const Signature& input) {
  return std::make_unique<Lstm>(config, input);
}
std::unique_ptr<Layer> make(const BidirectionalConfig& config, const Signature& input) {
  return std::make_unique<Bidirectional>(config, input);
}
std::unique_ptr<Layer> make(const DenseConfig& config, const Signature& input) {
  return std::make_unique<Dense>(config, input);
}
std::unique_ptr<Layer> make(const DropoutConfig& config, const Signature& input) {
  return std::make_unique<Dropout>(config, input);
}
std::unique_ptr<Layer> make(const LayerNormalizationConfig& config, const Signature& input) {
  return std::make_unique<LayerNormalization>(config, input);
}
std::unique_ptr<Layer> make(const MaskingConfig& config, const Signature& input) {
  return std::make_unique<Masking>(config, input);
}

}  // namespace

void reset(State& state) {
  state.h.clear();
  state.c.clear();
}

void reset(States& states) {
  for (State& state : states) reset(state);
}

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
  input_ = std::visit([](const auto& first) { return input_of(first); }, configs_.front());
  for (const auto& config : configs_) add(config);
  flow_.resize(layers_.size() + 1);
}

Signature Network::output_of(const std::string& layer) const {
  const auto found = std::ranges::find(layers_, layer, &Layer::name);
  require(found != layers_.end(), "expected the name of a layer, got '", layer, "'");
  return (*found)->output();
}

bool Network::learns(const Layer& layer) const {
  const auto its = std::ranges::find(configs_, layer.name(), name_of);
  return its != configs_.end() && std::visit([](const auto& c) { return lstm::learns(c); }, *its);
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
  const auto its = std::ranges::find(configs_, layer, name_of);
  require(its != configs_.end(), "expected the name of a layer, got '", layer, "'");
  std::visit([&](auto& config) { lstm::set_trainable(config, trainable); }, *its);
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
  const std::string& name = name_of(config);
  for (const auto& layer : layers_) {
    require(layer->name() != name, "expected layers of different names, got '", name, "' twice");
  }
  require(!name.starts_with("__"), "expected a layer's name that does not begin with __, got '",
          name, "'");  // which is how files mark what is no weight
  require(layers_.empty() || !std::holds_alternative<MaskingConfig>(config), "expected masking '",
          name, "' to be the first layer");
  if (!layers_.empty()) {
    check_said(std::visit([](const auto& c) { return input_of(c); }, config), input, name);
  }
  push(std::visit([&](const auto& c) { return make(c, input); }, config));
  const auto* dense = std::get_if<DenseConfig>(&config);
  if (!dense || dense->activation == ActivationKind::linear) return;
  push(std::make_unique<Activation>(dense->activation, name + ".activation", output()));
}

void Network::push(std::unique_ptr<Layer> layer) {
  Takes when = layer->takes_table();
  auto before = layers_.rbegin();
  for (; before != layers_.rend() && dynamic_cast<Dropout*>(before->get()); ++before) {
    when = std::min(when, Takes::out_of_training);  // it hands on what it gets, then
  }
  auto* table = before == layers_.rend() ? nullptr : dynamic_cast<Embedding*>(before->get());
  if (table) table->fold(when);
  layers_.push_back(std::move(layer));
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
    const auto& [h, c] = states[n];
    if (h.empty() && c.empty()) continue;
    const Index F = layers_[n]->state_features(), size = static_cast<Index>(h.size());
    if (B == 0 && F > 0) B = size / F;
    require(size > 0 && size == B * F && h.size() == c.size(), "expected h and c of ", B, " x ", F,
            " numbers as the state of '", layers_[n]->name(), "', got ", size, " and ",
            static_cast<Index>(c.size()));
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

std::vector<const Lstm*> Network::lstms() const {
  std::vector<const Lstm*> all;
  for (const auto& layer : layers_) {
    if (const auto* lstm = dynamic_cast<const Lstm*>(layer.get())) all.push_back(lstm);
    if (const auto* both = dynamic_cast<const Bidirectional*>(layer.get())) {
      all.push_back(&both->forward_half());
      all.push_back(&both->backward_half());
    }
  }
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
