#include "lstm/config.hpp"

#include "files/field_reader.hpp"
#include "files/field_writer.hpp"
#include "files/graph_fields.hpp"
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

// A chain's layers say no more than what they are.
void read(const Value& options, const char* where, ModelConfig& config) {
  FieldReader reader(options, where);
  const auto layers = reader.array("layers");
  Graph& graph = config.graph = {};
  if (options.find("outputs")) sources_field(reader, "outputs", graph.outputs);
  reader("seed", config.seed);
  reader.end();
  if (!layers) return;
  for (const Value& layer : *layers) {
    std::vector<Source> from;
    NodeField field(graph.layers.emplace_back(DropoutConfig{}), from);
    read(layer, where, field);
    require(!graph.chain() || from.empty(), "expected outputs in ", where,
            ", where a layer has from");
    if (!graph.chain()) graph.from.push_back(std::move(from));
  }
}

std::string to_json(const ModelConfig& config) {
  Graph graph = config.graph;
  graph.from.resize(graph.layers.size());
  json::Writer json;
  json.open('{');
  json.name("layers");
  json.open('[');
  for (std::size_t n = 0; n < graph.layers.size(); ++n) {
    NodeField field(graph.layers[n], graph.from[n]);
    write(json, field);
  }
  json.close(']');
  std::uint64_t seed = config.seed;
  FieldWriter writer(json);
  if (!graph.chain()) sources_field(writer, "outputs", graph.outputs);
  writer("seed", seed);
  json.close('}');
  return std::move(json).result();
}

void read(const Value& options, const char* where, CompileConfig& config) {
  read_fields(options, where, config);
  require(options.find("loss") || !config.losses.empty(), "expected a loss in ", where);
}

void read(const Value& options, const char* where, FitConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, BatchConfig& config) {
  read_fields(options, where, config);
}
void read(const Value& options, const char* where, AttributionConfig& config) {
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
std::string to_json(const AttributionConfig& config) { return written(config); }
std::string to_json(const LanguageModelConfig& config) { return written(config); }
std::string to_json(const LanguageFitConfig& config) { return written(config); }
std::string to_json(const SamplerConfig& config) { return written(config); }
std::string to_json(const EarlyStoppingConfig& config) { return written(config); }
std::string to_json(const PlateauConfig& config) { return written(config); }

}  // namespace lstm
