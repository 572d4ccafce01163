// Prints all options at their defaults, as JSON by call: what the package's test compares the
// comments of the types and the tables of the docs with.
#include <cstdio>

#include "lstm/config.hpp"
#include "lstm/json.hpp"

namespace {

using namespace lstm;

std::string member(const std::string& object, const char* name) {
  const Tape tape = json::parse(object);
  return json::write(*Value(tape).find(name));
}

std::string optimizer(const OptimizerConfig& config) {
  return member(to_json(CompileConfig{.optimizer = config}), "optimizer");
}

template <class Rule>
std::string optimizer() {
  return optimizer({.rule = Rule{}, .learning_rate = Rule::learning_rate});
}

template <class Decay>
std::string schedule() {
  return member(optimizer({.learning_rate = Decay{}}), "learningRate");
}

}  // namespace

int main() {
  const ModelConfig model{.graph = {.layers = {EmbeddingConfig{},
                                               LstmConfig{},
                                               BidirectionalConfig{},
                                               GruConfig{},
                                               SimpleRnnConfig{},
                                               DenseConfig{},
                                               DropoutConfig{},
                                               LayerNormalizationConfig{},
                                               MaskingConfig{},
                                               ActivationConfig{},
                                               BatchNormalizationConfig{},
                                               Conv1DConfig{},
                                               Conv2DConfig{},
                                               MaxPooling1DConfig{},
                                               MaxPooling2DConfig{},
                                               AveragePooling1DConfig{},
                                               AveragePooling2DConfig{},
                                               GlobalMaxPooling1DConfig{},
                                               GlobalAveragePooling1DConfig{},
                                               ZeroPadding1DConfig{},
                                               FlattenConfig{},
                                               ReshapeConfig{},
                                               PermuteConfig{},
                                               RepeatVectorConfig{},
                                               TimeDistributedConfig{},
                                               SpatialDropout1DConfig{},
                                               GaussianNoiseConfig{},
                                               AddConfig{},
                                               AttentionConfig{},
                                               AdditiveAttentionConfig{}}}};
  const std::pair<const char*, std::string> all[] = {
      {"sequential", to_json(model)},
      {"compile", to_json(CompileConfig{})},
      {"sgd", optimizer<SgdConfig>()},
      {"rmsprop", optimizer<RmspropConfig>()},
      {"adam", optimizer<AdamConfig>()},
      {"adamw", optimizer<AdamwConfig>()},
      {"exponentialDecay", schedule<ExponentialDecay>()},
      {"cosineDecay", schedule<CosineDecay>()},
      {"fit", to_json(FitConfig{})},
      {"evaluate", to_json(BatchConfig{})},
      {"attribute", to_json(AttributionConfig{})},
      {"earlyStopping", to_json(EarlyStoppingConfig{})},
      {"reduceLROnPlateau", to_json(PlateauConfig{})},
      {"languageModel", to_json(LanguageModelConfig{})},
      // Which its files leave out where it is the default:
      {"cell", '"' + LanguageModelConfig{}.cell + '"'},
      {"languageFit", to_json(LanguageFitConfig{})},
      {"generate", to_json(SamplerConfig{})}};
  json::Writer json;
  json.open('{');
  for (const auto& [name, defaults] : all) {
    json.name(name);
    json.literal(defaults);
  }
  json.close('}');
  std::puts(std::move(json).result().c_str());
}
