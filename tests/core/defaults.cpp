// Prints all options at their defaults, as JSON by call: what the package's test compares the
// comments of the types and the tables of the docs with.
#include <cstdio>

#include "lstm/config.hpp"

namespace {

using namespace lstm;

json::Value optimizer(const OptimizerConfig& config) {
  return *to_json(CompileConfig{.optimizer = config}).find("optimizer");
}

template <class Rule>
json::Value optimizer() {
  return optimizer({.rule = Rule{}, .learning_rate = Rule::learning_rate});
}

template <class Decay>
json::Value schedule() {
  return *optimizer({.learning_rate = Decay{}}).find("learningRate");
}

}  // namespace

int main() {
  const ModelConfig model{.layers = {EmbeddingConfig{}, LstmConfig{}, BidirectionalConfig{},
                                     GruConfig{}, SimpleRnnConfig{}, DenseConfig{}, DropoutConfig{},
                                     LayerNormalizationConfig{}, MaskingConfig{}}};
  const json::Value all{json::Object{{"sequential", to_json(model)},
                                     {"compile", to_json(CompileConfig{})},
                                     {"sgd", optimizer<SgdConfig>()},
                                     {"rmsprop", optimizer<RmspropConfig>()},
                                     {"adam", optimizer<AdamConfig>()},
                                     {"adamw", optimizer<AdamwConfig>()},
                                     {"exponentialDecay", schedule<ExponentialDecay>()},
                                     {"cosineDecay", schedule<CosineDecay>()},
                                     {"fit", to_json(FitConfig{})},
                                     {"evaluate", to_json(BatchConfig{})},
                                     {"earlyStopping", to_json(EarlyStoppingConfig{})},
                                     {"reduceLROnPlateau", to_json(PlateauConfig{})},
                                     {"languageModel", to_json(LanguageModelConfig{})},
                                     // Which its files leave out where it is the default:
                                     {"cell", {LanguageModelConfig{}.cell}},
                                     {"languageFit", to_json(LanguageFitConfig{})},
                                     {"generate", to_json(SamplerConfig{})}}};
  std::puts(json::write(all).c_str());
}
