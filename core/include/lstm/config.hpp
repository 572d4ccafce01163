// Configurations from plain data, and as JSON: the names that they have outside C++ are here alone.
// What is left out takes the default of its struct.
//
// Readers throw std::invalid_argument for an unknown name or another type, std::out_of_range for a
// number that is not whole where it should be; ranges are checked by who takes the configuration.
#pragma once

#include "lstm/attribution.hpp"
#include "lstm/early_stopping.hpp"
#include "lstm/language_model.hpp"
#include "lstm/plateau.hpp"
#include "lstm/tape.hpp"
#include "lstm/trainer.hpp"

namespace lstm {

struct ModelConfig {
  Graph graph;
  std::uint64_t seed = 0;
};

struct BatchConfig {
  Index batch_size = 32;
};

struct LearningRateConfig {
  LearningRate learning_rate;
};

// `where` names the call in errors.
void read(const Value& options, const char* where, ModelConfig& config);
void read(const Value& options, const char* where, CompileConfig& config);
void read(const Value& options, const char* where, FitConfig& config);
void read(const Value& options, const char* where, BatchConfig& config);
void read(const Value& options, const char* where, AttributionConfig& config);
void read(const Value& options, const char* where, LearningRateConfig& config);
void read(const Value& options, const char* where, LanguageModelConfig& config);
void read(const Value& options, const char* where, LanguageFitConfig& config);
void read(const Value& options, const char* where, SamplerConfig& config);
void read(const Value& options, const char* where, EarlyStoppingConfig& config);
void read(const Value& options, const char* where, PlateauConfig& config);

// As JSON, all fields, defaults too.
std::string to_json(const ModelConfig& config);
std::string to_json(const CompileConfig& config);
std::string to_json(const FitConfig& config);
std::string to_json(const BatchConfig& config);
std::string to_json(const AttributionConfig& config);
std::string to_json(const LanguageModelConfig& config);
std::string to_json(const LanguageFitConfig& config);
std::string to_json(const SamplerConfig& config);
std::string to_json(const EarlyStoppingConfig& config);
std::string to_json(const PlateauConfig& config);

}  // namespace lstm
