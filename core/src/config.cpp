#include "lstm/config.hpp"

#include "fields.hpp"

namespace lstm {

namespace {

constexpr Word<ActivationKind> activations[] = {{"linear", ActivationKind::linear},
                                                {"sigmoid", ActivationKind::sigmoid},
                                                {"tanh", ActivationKind::tanh},
                                                {"relu", ActivationKind::relu},
                                                {"softmax", ActivationKind::softmax}};

constexpr Word<LossKind> losses[] = {
    {"binaryCrossentropy", LossKind::binary_crossentropy},
    {"sparseCategoricalCrossentropy", LossKind::sparse_categorical_crossentropy},
    {"meanSquaredError", LossKind::mean_squared_error}};

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
  const json::Value time = shape.time > 0 ? json::Value{static_cast<double>(shape.time)} : json::Value{};
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

void fields(auto& visit, EmbeddingConfig& c) {
  visit("inputDim", c.input_dim);
  visit("outputDim", c.output_dim);
  visit("name", c.name);
}

void fields(auto& visit, LstmConfig& c) {
  constexpr auto expected = "[steps or null, features]";
  json::Value shape = to_json(InputShape{true, c.input_time, c.input_features});
  visit("units", c.units);
  visit("returnSequences", c.return_sequences);
  visit("useBias", c.use_bias);
  visit("unitForgetBias", c.unit_forget_bias);
  visit("inputShape", shape);
  visit("name", c.name);
  const InputShape input = input_shape(shape, "lstm", expected);
  require(input.features == 0 || input.sequence, "expected inputShape in lstm to be ", expected,
          ", got one number");
  c.input_time = input.time;
  c.input_features = input.features;
}

void fields(auto& visit, DenseConfig& c) {
  json::Value shape = to_json(InputShape{c.input_sequence, c.input_time, c.input_features});
  visit("units", c.units);
  visit("activation", c.activation, activations);
  visit("useBias", c.use_bias);
  visit("inputShape", shape);
  visit("name", c.name);
  const InputShape input =
      input_shape(shape, "dense", "[features] or [steps or null, features]");
  c.input_sequence = input.sequence;
  c.input_time = input.time;
  c.input_features = input.features;
}

void fields(auto& visit, AdamConfig& c) {
  visit("learningRate", c.learning_rate);
  visit("beta1", c.beta_1);
  visit("beta2", c.beta_2);
  visit("epsilon", c.epsilon);
  visit("clipNorm", c.clip_norm);
}

void fields(auto& visit, FitConfig& c) {
  visit("epochs", c.epochs);
  visit("batchSize", c.batch_size);
  visit("shuffle", c.shuffle);
}

void fields(auto& visit, BatchConfig& c) { visit("batchSize", c.batch_size); }

void fields(auto& visit, LanguageModelConfig& c) {
  visit("vocabulary", c.vocabulary);
  visit("embeddingDim", c.embedding_dim);
  visit("units", c.units);
  visit("seed", c.seed);
}

void fields(auto& visit, LanguageFitConfig& c) {
  visit("sequenceLength", c.sequence_length);
  visit("batchSize", c.batch_size);
  visit("steps", c.steps);
  visit("epochs", c.epochs);
  visit("learningRate", c.learning_rate);
  visit("clipNorm", c.clip_norm);
}

void fields(auto& visit, SamplerConfig& c) {
  visit("temperature", c.temperature);
  visit("topK", c.top_k);
  visit("topP", c.top_p);
  visit("seed", c.seed);
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
Config read_typed(const json::Value& json, const std::string& type) {
  Config config;
  FieldReader reader(json, type);
  std::string known = type;
  reader("type", known);
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

LayerConfig read_layer(const json::Value& json) {
  const std::string type = type_of(json);
  if (type == "embedding") return read_typed<EmbeddingConfig>(json, type);
  if (type == "lstm") return read_typed<LstmConfig>(json, type);
  require(type == "dense", "expected layers made by layers.embedding, layers.lstm, layers.dense, got ",
          json::write(json));
  return read_typed<DenseConfig>(json, type);
}

struct WriteLayer {
  json::Value operator()(const EmbeddingConfig& c) const { return written_typed("embedding", c); }
  json::Value operator()(const LstmConfig& c) const { return written_typed("lstm", c); }
  json::Value operator()(const DenseConfig& c) const { return written_typed("dense", c); }
};

// By name alone, with the defaults, or with settings.
AdamConfig read_optimizer(const json::Value& json) {
  const auto* name = json.as<std::string>();
  const std::string type = name ? *name : type_of(json);
  require(type == "adam", "expected optimizer 'adam' or one made by optimizers.adam, got ",
          json::write(json));
  return name ? AdamConfig{} : read_typed<AdamConfig>(json, type);
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
  json::Value optimizer;
  std::vector<std::string> metrics;
  require(json.find("loss"), "expected a loss in ", where);
  reader("loss", config.loss, losses);
  reader("optimizer", optimizer);
  reader("metrics", metrics);
  reader.end();
  if (!optimizer.as<std::nullptr_t>()) config.optimizer = read_optimizer(optimizer);
  for (const auto& metric : metrics) {
    require(metric == "accuracy", "expected metrics among 'accuracy', got '", metric, "'");
    config.accuracy = true;
  }
}

void read(const json::Value& json, const char* where, FitConfig& config) {
  read_fields({json, where}, config);
}
void read(const json::Value& json, const char* where, BatchConfig& config) {
  read_fields({json, where}, config);
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
json::Value to_json(const LanguageModelConfig& config) { return written(config); }

}  // namespace lstm
