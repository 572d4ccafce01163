// Configurations as JSON: the names that they have outside C++ are here alone. What is left out
// takes the default of its struct.
//
// Readers throw std::invalid_argument for an unknown name or another type, std::out_of_range for a
// number that is not whole where it should be; ranges are checked by who takes the configuration.
#pragma once

#include "lstm/early_stopping.hpp"
#include "lstm/json.hpp"
#include "lstm/language_model.hpp"
#include "lstm/plateau.hpp"
#include "lstm/trainer.hpp"

namespace lstm {

struct ModelConfig {
  std::vector<LayerConfig> layers;
  std::uint64_t seed = 0;
};

struct BatchConfig {
  Index batch_size = 32;
};

struct LearningRateConfig {
  LearningRate learning_rate;
};

// `where` names the call in errors.
void read(const json::Value& json, const char* where, ModelConfig& config);
void read(const json::Value& json, const char* where, CompileConfig& config);
void read(const json::Value& json, const char* where, FitConfig& config);
void read(const json::Value& json, const char* where, BatchConfig& config);
void read(const json::Value& json, const char* where, LearningRateConfig& config);
void read(const json::Value& json, const char* where, LanguageModelConfig& config);
void read(const json::Value& json, const char* where, LanguageFitConfig& config);
void read(const json::Value& json, const char* where, SamplerConfig& config);
void read(const json::Value& json, const char* where, EarlyStoppingConfig& config);
void read(const json::Value& json, const char* where, PlateauConfig& config);

// All fields, defaults too.
json::Value to_json(const ModelConfig& config);
json::Value to_json(const CompileConfig& config);
json::Value to_json(const FitConfig& config);
json::Value to_json(const BatchConfig& config);
json::Value to_json(const LanguageModelConfig& config);
json::Value to_json(const LanguageFitConfig& config);
json::Value to_json(const SamplerConfig& config);
json::Value to_json(const EarlyStoppingConfig& config);
json::Value to_json(const PlateauConfig& config);

}  // namespace lstm
