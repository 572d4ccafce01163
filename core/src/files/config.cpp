#include "lstm/config.hpp"

#include "files/field_reader.hpp"
#include "files/field_writer.hpp"
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
void read_fields(const Value& options, const char* where, Config& config) {
  FieldReader reader(options, where);
  fields(reader, config);
  reader.end();
}

template <class Config>
std::string written(Config config) {
  json::Writer json;
  json.open('{');
  FieldWriter writer(json);
  fields(writer, config);
  json.close('}');
  return std::move(json).result();
}

}  // namespace

void read(const Value& options, const char* where, ModelConfig& config) {
  FieldReader reader(options, where);
  const auto layers = reader.array("layers");
  reader("seed", config.seed);
  reader.end();
  config.layers.clear();
  if (!layers) return;
  for (const Value& layer : *layers) {
    LayerField field(config.layers.emplace_back(DropoutConfig{}));
    read(layer, where, field);
  }
}

std::string to_json(const ModelConfig& config) {
  json::Writer json;
  json.open('{');
  json.name("layers");
  json.open('[');
  for (LayerConfig layer : config.layers) {
    LayerField field(layer);
    write(json, field);
  }
  json.close(']');
  std::uint64_t seed = config.seed;
  FieldWriter writer(json);
  writer("seed", seed);
  json.close('}');
  return std::move(json).result();
}

void read(const Value& options, const char* where, CompileConfig& config) {
  read_fields(options, where, config);
  require(options.find("loss").has_value(), "expected a loss in ", where);
}

void read(const Value& options, const char* where, FitConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, BatchConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, LearningRateConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, LanguageModelConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, LanguageFitConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, SamplerConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, EarlyStoppingConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, PlateauConfig& config) {
  read_fields(options, where, config);
}
std::string to_json(const CompileConfig& config) { return written(config); }
std::string to_json(const FitConfig& config) { return written(config); }
std::string to_json(const BatchConfig& config) { return written(config); }
std::string to_json(const LanguageModelConfig& config) { return written(config); }
std::string to_json(const LanguageFitConfig& config) { return written(config); }
std::string to_json(const SamplerConfig& config) { return written(config); }
std::string to_json(const EarlyStoppingConfig& config) { return written(config); }
std::string to_json(const PlateauConfig& config) { return written(config); }

}  // namespace lstm
