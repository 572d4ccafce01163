#include "lstm/config.hpp"

#include "files/json_fields.hpp"
#include "layers/kind.hpp"
#include "learning/fields.hpp"
#include "learning/schedule_field.hpp"
#include "lstm/error.hpp"
#include "text/fields.hpp"

namespace lstm {

namespace {

void fields(Fields& visit, BatchConfig& c) { visit("batchSize", c.batch_size); }

void fields(Fields& visit, LearningRateConfig& c) {
  LearningRateField rate(c.learning_rate);
  visit("learningRate", rate);
  c.learning_rate = *rate.rate;
}

template <class Config>
void read_fields(const json::Value& json, const char* where, Config& config) {
  FieldReader reader(json, where);
  fields(reader, config);
  reader.end();
}

template <class Config>
json::Value written(Config config) {
  FieldWriter writer;
  fields(writer, config);
  return std::move(writer).result();
}

}  // namespace

void read(const json::Value& json, const char* where, ModelConfig& config) {
  FieldReader reader(json, where);
  const json::Value* layers = reader.find("layers");
  reader("seed", config.seed);
  reader.end();
  config.layers.clear();
  if (!layers) return;
  const auto* list = layers->as<json::Array>();
  require(list, "expected layers in ", where, " to be an array, got ", json::write(*layers),
          layers->as<std::string>() ? " (a string)" : "");
  for (const auto& layer : *list) {
    LayerField field(config.layers.emplace_back(DropoutConfig{}));
    read(layer, where, field);
  }
}

json::Value to_json(const ModelConfig& config) {
  json::Array layers;
  for (LayerConfig layer : config.layers) {
    LayerField field(layer);
    layers.push_back(to_json(field));
  }
  std::uint64_t seed = config.seed;
  FieldWriter writer;
  writer.add("layers", {std::move(layers)});
  writer("seed", seed);
  return std::move(writer).result();
}

void read(const json::Value& json, const char* where, CompileConfig& config) {
  read_fields(json, where, config);
  require(json.find("loss"), "expected a loss in ", where);
}

void read(const json::Value& json, const char* where, FitConfig& config) {
  read_fields(json, where, config);
}
void read(const json::Value& json, const char* where, BatchConfig& config) {
  read_fields(json, where, config);
}
void read(const json::Value& json, const char* where, LearningRateConfig& config) {
  read_fields(json, where, config);
}
void read(const json::Value& json, const char* where, LanguageModelConfig& config) {
  read_fields(json, where, config);
}
void read(const json::Value& json, const char* where, LanguageFitConfig& config) {
  read_fields(json, where, config);
}
void read(const json::Value& json, const char* where, SamplerConfig& config) {
  read_fields(json, where, config);
}
void read(const json::Value& json, const char* where, EarlyStoppingConfig& config) {
  read_fields(json, where, config);
}
void read(const json::Value& json, const char* where, PlateauConfig& config) {
  read_fields(json, where, config);
}
json::Value to_json(const CompileConfig& config) { return written(config); }
json::Value to_json(const FitConfig& config) { return written(config); }
json::Value to_json(const BatchConfig& config) { return written(config); }
json::Value to_json(const LanguageModelConfig& config) { return written(config); }
json::Value to_json(const LanguageFitConfig& config) { return written(config); }
json::Value to_json(const SamplerConfig& config) { return written(config); }
json::Value to_json(const EarlyStoppingConfig& config) { return written(config); }
json::Value to_json(const PlateauConfig& config) { return written(config); }

}  // namespace lstm
