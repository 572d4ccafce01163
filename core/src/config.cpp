#include "lstm/config.hpp"

#include "fields.hpp"

namespace lstm {

namespace {

constexpr Word<ActivationKind> activations[] = {{"linear", ActivationKind::linear},
                                                {"sigmoid", ActivationKind::sigmoid},
                                                {"tanh", ActivationKind::tanh},
                                                {"relu", ActivationKind::relu},
                                                {"softmax", ActivationKind::softmax}};

// Of every recurrent layer. A hard sigmoid of another slope, as Keras 2 had it, takes a word more.
constexpr Word<CellActivation> cell_activations[] = {{"tanh", CellActivation::tanh},
                                                     {"sigmoid", CellActivation::sigmoid},
                                                     {"hardSigmoid", CellActivation::hard_sigmoid},
                                                     {"relu", CellActivation::relu},
                                                     {"linear", CellActivation::linear},
                                                     {"softsign", CellActivation::softsign}};

constexpr LossKind losses[] = {LossKind::binary_crossentropy, LossKind::categorical_crossentropy,
                               LossKind::sparse_categorical_crossentropy,
                               LossKind::mean_squared_error, LossKind::mean_absolute_error};

constexpr Word<MergeMode> merges[] = {{"concat", MergeMode::concat},
                                      {"sum", MergeMode::sum},
                                      {"ave", MergeMode::ave},
                                      {"mul", MergeMode::mul}};

// What a first layer takes: [features], or [steps or null, features]. Null where no layer said.
struct InputShape {
  bool sequence = false;
  Index time = 0;  // 0: any
  Index features = 0;
};

json::Value to_json(const InputShape& shape) {
  if (shape.features == 0) return {};
  const json::Value features{static_cast<double>(shape.features)};
  if (!shape.sequence) return {json::Array{features}};
  const json::Value time =
      shape.time > 0 ? json::Value{static_cast<double>(shape.time)} : json::Value{};
  return {json::Array{time, features}};
}

InputShape input_shape(const json::Value& json, const char* where, const char* expected) {
  InputShape shape;
  if (json.as<std::nullptr_t>()) return shape;
  const auto size = [](const json::Value& axis) -> Index {
    const double* n = axis.as<double>();
    return n && *n >= 1 && *n <= largest_size && *n == std::floor(*n) ? static_cast<Index>(*n) : 0;
  };
  const auto* axes = json.as<json::Array>();
  bool fits = axes && (axes->size() == 1 || axes->size() == 2);
  if (fits) {
    shape.features = size(axes->back());
    shape.sequence = axes->size() == 2;
    const bool any_time = !shape.sequence || axes->front().as<std::nullptr_t>();
    if (!any_time) shape.time = size(axes->front());
    fits = shape.features > 0 && (any_time || shape.time > 0);
  }
  require(fits, "expected inputShape in ", where, " to be ", expected, ", got ", json::write(json));
  return shape;
}

// Each calls visit(name, field) for its fields, whether to read or to write them.

InputShape shape_field(auto& visit, const InputShape& now, const char* where,
                       const char* expected) {
  json::Value shape = to_json(now);
  visit("inputShape", shape);
  return input_shape(shape, where, expected);
}

// Of every layer.
void layer_fields(auto& visit, auto& c) {
  visit("name", c.name);
  visit("trainable", c.trainable);
}

void fields(auto& visit, EmbeddingConfig& c) {
  visit("inputDim", c.input_dim);
  visit("outputDim", c.output_dim);
  visit("maskZero", c.mask_zero);
  layer_fields(visit, c);
}

// The last fields of a layer that reads sequences of numbers.
void sequence_fields(auto& visit, auto& c, const char* where) {
  constexpr auto expected = "[steps or null, features]";
  const InputShape input =
      shape_field(visit, {true, c.input_time, c.input_features}, where, expected);
  layer_fields(visit, c);
  require(input.features == 0 || input.sequence, "expected inputShape in ", where, " to be ",
          expected, ", got one number");
  c.input_time = input.time;
  c.input_features = input.features;
}

void fields(auto& visit, LstmConfig& c) {
  visit("units", c.units);
  visit("activation", c.activation, cell_activations);
  visit("recurrentActivation", c.recurrent_activation, cell_activations);
  visit("returnSequences", c.return_sequences);
  visit("stateful", c.stateful);
  visit("goBackwards", c.go_backwards);
  visit("useBias", c.use_bias);
  visit("unitForgetBias", c.unit_forget_bias);
  visit("dropout", c.dropout);
  visit("recurrentDropout", c.recurrent_dropout);
  sequence_fields(visit, c, "lstm");
}

void fields(auto& visit, MaskingConfig& c) {
  visit("maskValue", c.mask_value);
  sequence_fields(visit, c, "masking");
}

void fields(auto& visit, DenseConfig& c) {
  visit("units", c.units);
  visit("activation", c.activation, activations);
  visit("useBias", c.use_bias);
  const InputShape input = shape_field(visit, {c.input_sequence, c.input_time, c.input_features},
                                       "dense", "[features] or [steps or null, features]");
  layer_fields(visit, c);
  c.input_sequence = input.sequence;
  c.input_time = input.time;
  c.input_features = input.features;
}

void fields(auto& visit, DropoutConfig& c) {
  visit("rate", c.rate);
  layer_fields(visit, c);
}

void fields(auto& visit, LayerNormalizationConfig& c) {
  visit("epsilon", c.epsilon);
  layer_fields(visit, c);
}

void fields(auto& visit, AdamConfig& c) {
  visit("beta1", c.beta_1);
  visit("beta2", c.beta_2);
  visit("epsilon", c.epsilon);
}

void fields(auto& visit, AdamwConfig& c) {
  fields(visit, c.adam);
  visit("weightDecay", c.weight_decay);
}

void fields(auto& visit, SgdConfig& c) {
  visit("momentum", c.momentum);
  visit("nesterov", c.nesterov);
}

void fields(auto& visit, RmspropConfig& c) {
  visit("rho", c.rho);
  visit("momentum", c.momentum);
  visit("epsilon", c.epsilon);
}

// A warm-up is there where it has steps.
void warmup_fields(auto& visit, std::optional<Warmup>& warmup) {
  Warmup w = warmup.value_or(Warmup{});
  visit("warmupSteps", w.steps);
  visit("warmupTarget", w.target);
  if (w.steps > 0) warmup = w;
}

void fields(auto& visit, ExponentialDecay& c) {
  visit("initialLearningRate", c.initial);
  visit("decaySteps", c.decay_steps);
  visit("decayRate", c.decay_rate);
  visit("staircase", c.staircase);
  warmup_fields(visit, c.warmup);
}

void fields(auto& visit, CosineDecay& c) {
  visit("initialLearningRate", c.initial);
  visit("decaySteps", c.decay_steps);
  visit("alpha", c.alpha);
  warmup_fields(visit, c.warmup);
}

void fields(auto& visit, FitConfig& c) {
  visit("epochs", c.epochs);
  visit("initialEpoch", c.initial_epoch);
  visit("batchSize", c.batch_size);
  visit("shuffle", c.shuffle);
  visit("classWeight", c.class_weight);
}

void fields(auto& visit, BatchConfig& c) { visit("batchSize", c.batch_size); }

void fields(auto& visit, LanguageModelConfig& c) {
  visit("vocabulary", c.vocabulary);
  visit("embeddingDim", c.embedding_dim);
  visit("units", c.units);
  visit("dropout", c.dropout);
  visit("seed", c.seed);
}

json::Value to_json(const LearningRate& rate);
LearningRate learning_rate(const json::Value& json, const std::string& where);

void fields(auto& visit, LanguageFitConfig& c) {
  json::Value rate = to_json(c.learning_rate);
  visit("sequenceLength", c.sequence_length);
  visit("batchSize", c.batch_size);
  visit("steps", c.steps);
  visit("epochs", c.epochs);
  visit("initialStep", c.initial_step);
  visit("learningRate", rate);
  visit("clipNorm", c.clip_norm);
  c.learning_rate = learning_rate(rate, "fit");
}

constexpr Word<MonitorMode> modes[] = {
    {"auto", MonitorMode::by_name}, {"min", MonitorMode::min}, {"max", MonitorMode::max}};

void fields(auto& visit, EarlyStoppingConfig& c) {
  visit("monitor", c.monitor);
  visit("patience", c.patience);
  visit("minDelta", c.min_delta);
  visit("mode", c.mode, modes);
  visit("restoreBestWeights", c.restore_best_weights);
}

void fields(auto& visit, PlateauConfig& c) {
  visit("monitor", c.monitor);
  visit("factor", c.factor);
  visit("patience", c.patience);
  visit("minDelta", c.min_delta);
  visit("cooldown", c.cooldown);
  visit("minLearningRate", c.min_learning_rate);
  visit("mode", c.mode, modes);
}

void fields(auto& visit, SamplerConfig& c) {
  visit("temperature", c.temperature);
  visit("topK", c.top_k);
  visit("topP", c.top_p);
  visit("seed", c.seed);
  visit("exclude", c.exclude);
}

template <class Config>
void read_fields(FieldReader reader, Config& config) {
  fields(reader, config);
  reader.end();
}

template <class Config>
json::Value written(Config config) {
  FieldWriter writer;
  fields(writer, config);
  return std::move(writer).result();
}

// A configuration that is one of several says by `type` which.
std::string type_of(const json::Value& json) {
  const json::Value* type = json.find("type");
  const auto* word = type ? type->as<std::string>() : nullptr;
  return word ? *word : std::string();
}

template <class Config>
Config read_typed(const json::Value& json) {
  Config config;
  std::string type = type_of(json);
  FieldReader reader(json, type);
  reader("type", type);
  fields(reader, config);
  reader.end();
  return config;
}

template <class Config>
json::Value written_typed(const char* type, Config config) {
  FieldWriter writer;
  writer("type", std::string(type));
  fields(writer, config);
  return std::move(writer).result();
}

json::Value to_json(const LearningRate& rate) {
  if (const auto* number = std::get_if<float>(&rate)) return {static_cast<double>(*number)};
  if (const auto* decay = std::get_if<ExponentialDecay>(&rate)) {
    return written_typed("exponentialDecay", *decay);
  }
  return written_typed("cosineDecay", std::get<CosineDecay>(rate));
}

LearningRate learning_rate(const json::Value& json, const std::string& where) {
  if (const double* number = json.as<double>()) return static_cast<float>(*number);
  const std::string type = type_of(json);
  if (type == "exponentialDecay") return read_typed<ExponentialDecay>(json);
  require(type == "cosineDecay", "expected learningRate in ", where,
          " to be a number or made by schedules.exponentialDecay, schedules.cosineDecay, got ",
          FieldReader::shown(json));
  return read_typed<CosineDecay>(json);
}

BidirectionalConfig read_bidirectional(const json::Value& json) {
  BidirectionalConfig config;
  std::string type;
  json::Value layer;
  FieldReader reader(json, "bidirectional");
  reader("type", type);
  reader("layer", layer);
  reader("mergeMode", config.merge, merges);
  layer_fields(reader, config);
  reader.end();
  require(type_of(layer) == "lstm",
          "expected layer in bidirectional to be made by layers.lstm, got ",
          FieldReader::shown(layer));
  config.layer = read_typed<LstmConfig>(layer);
  return config;
}

LayerConfig read_layer(const json::Value& json) {
  const std::string type = type_of(json);
  if (type == "embedding") return read_typed<EmbeddingConfig>(json);
  if (type == "lstm") return read_typed<LstmConfig>(json);
  if (type == "bidirectional") return read_bidirectional(json);
  if (type == "dense") return read_typed<DenseConfig>(json);
  if (type == "dropout") return read_typed<DropoutConfig>(json);
  if (type == "masking") return read_typed<MaskingConfig>(json);
  require(type == "layerNormalization", "expected layers made by layers.embedding, layers.lstm, ",
          "layers.bidirectional, layers.dense, layers.dropout, layers.layerNormalization, ",
          "layers.masking, got ", FieldReader::shown(json));
  return read_typed<LayerNormalizationConfig>(json);
}

struct WriteLayer {
  json::Value operator()(const EmbeddingConfig& c) const { return written_typed("embedding", c); }
  json::Value operator()(const LstmConfig& c) const { return written_typed("lstm", c); }
  json::Value operator()(const DenseConfig& c) const { return written_typed("dense", c); }
  json::Value operator()(const DropoutConfig& c) const { return written_typed("dropout", c); }
  json::Value operator()(const LayerNormalizationConfig& c) const {
    return written_typed("layerNormalization", c);
  }
  json::Value operator()(const MaskingConfig& c) const { return written_typed("masking", c); }
  json::Value operator()(const BidirectionalConfig& c) const {
    FieldWriter writer;
    writer("type", std::string("bidirectional"));
    writer("layer", (*this)(c.layer));
    writer("mergeMode", c.merge, merges);
    layer_fields(writer, c);
    return std::move(writer).result();
  }
};

// Calls use(name, rule) with each rule that an optimizer may have, at its defaults.
template <class Use>
void each_rule(Use use) {
  use("sgd", SgdConfig{});
  use("rmsprop", RmspropConfig{});
  use("adam", AdamConfig{});
  use("adamw", AdamwConfig{});
}

void common_fields(auto& visit, OptimizerConfig& c, const std::string& where) {
  json::Value rate = c.learning_rate ? to_json(*c.learning_rate) : json::Value{};
  visit("learningRate", rate);
  visit("clipNorm", c.clip_norm);
  visit("clipValue", c.clip_value);
  if (!rate.as<std::nullptr_t>()) c.learning_rate = learning_rate(rate, where);
}

// By name alone, with the defaults, or with settings.
OptimizerConfig read_optimizer(const json::Value& json) {
  const auto* name = json.as<std::string>();
  std::string type = name ? *name : type_of(json), known;
  OptimizerConfig config;
  bool found = false;
  each_rule([&](const char* word, auto rule) {
    known += std::string(known.empty() ? "" : ", ") + word;
    if (type != word) return;
    found = true;
    config.rule = rule;
  });
  require(found, "expected an optimizer among ", known, ", got ", FieldReader::shown(json));
  if (name) return config;
  FieldReader reader(json, type);
  reader("type", type);
  common_fields(reader, config, type);
  std::visit([&](auto& rule) { fields(reader, rule); }, config.rule);
  reader.end();
  return config;
}

json::Value to_json(OptimizerConfig config) {
  std::string type;
  each_rule([&](const char* word, auto rule) {
    if (std::holds_alternative<decltype(rule)>(config.rule)) type = word;
  });
  FieldWriter writer;
  writer("type", type);
  common_fields(writer, config, type);
  std::visit([&](auto& rule) { fields(writer, rule); }, config.rule);
  return std::move(writer).result();
}

}  // namespace

void read(const json::Value& json, const char* where, ModelConfig& config) {
  FieldReader reader(json, where);
  std::vector<json::Value> layers;
  reader("layers", layers);
  reader("seed", config.seed);
  reader.end();
  config.layers.clear();
  for (const auto& layer : layers) config.layers.push_back(read_layer(layer));
}

json::Value to_json(const ModelConfig& config) {
  std::vector<json::Value> layers;
  for (const auto& layer : config.layers) layers.push_back(std::visit(WriteLayer{}, layer));
  FieldWriter writer;
  writer("layers", layers);
  writer("seed", config.seed);
  return std::move(writer).result();
}

void read(const json::Value& json, const char* where, CompileConfig& config) {
  FieldReader reader(json, where);
  std::string loss;
  json::Value optimizer;
  std::vector<std::string> metrics;
  reader("loss", loss);
  reader("optimizer", optimizer);
  reader("metrics", metrics);
  reader.end();
  std::string known;
  const auto found = std::ranges::find_if(losses, [&](LossKind kind) {
    known += std::string(known.empty() ? "'" : ", '") + name_of(kind) + "'";
    return loss == name_of(kind);
  });
  require(!loss.empty(), "expected a loss in ", where);
  require(found != std::end(losses), "expected loss in ", where, " to be one of ", known, ", got '",
          loss, "'");
  config.loss = *found;
  if (!optimizer.as<std::nullptr_t>()) config.optimizer = read_optimizer(optimizer);
  config.metrics = {};
  for (const auto& metric : metrics) config.metrics.add(metric);
}

json::Value to_json(const CompileConfig& config) {
  std::vector<std::string> metrics;
  if (config.metrics.accuracy) metrics.push_back("accuracy");
  if (config.metrics.mse) metrics.push_back("mse");
  if (config.metrics.mae) metrics.push_back("mae");
  FieldWriter writer;
  writer("loss", std::string(name_of(config.loss)));
  writer("optimizer", to_json(config.optimizer));
  writer("metrics", metrics);
  return std::move(writer).result();
}

void read(const json::Value& json, const char* where, FitConfig& config) {
  read_fields({json, where}, config);
}
void read(const json::Value& json, const char* where, BatchConfig& config) {
  read_fields({json, where}, config);
}
void read(const json::Value& json, const char* where, LearningRateConfig& config) {
  json::Value rate;
  FieldReader reader(json, where);
  reader("learningRate", rate);
  reader.end();
  config.learning_rate = learning_rate(rate, where);
}
void read(const json::Value& json, const char* where, LanguageModelConfig& config) {
  read_fields({json, where}, config);
}
void read(const json::Value& json, const char* where, LanguageFitConfig& config) {
  read_fields({json, where}, config);
}
void read(const json::Value& json, const char* where, SamplerConfig& config) {
  read_fields({json, where}, config);
}
void read(const json::Value& json, const char* where, EarlyStoppingConfig& config) {
  read_fields({json, where}, config);
}
void read(const json::Value& json, const char* where, PlateauConfig& config) {
  read_fields({json, where}, config);
}
json::Value to_json(const FitConfig& config) { return written(config); }
json::Value to_json(const BatchConfig& config) { return written(config); }
json::Value to_json(const LanguageModelConfig& config) { return written(config); }
json::Value to_json(const LanguageFitConfig& config) { return written(config); }
json::Value to_json(const SamplerConfig& config) { return written(config); }
json::Value to_json(const EarlyStoppingConfig& config) { return written(config); }
json::Value to_json(const PlateauConfig& config) { return written(config); }

}  // namespace lstm
