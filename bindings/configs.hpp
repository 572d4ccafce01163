// The options that JavaScript knows, by their names there, and the C++ configurations they fill.
#pragma once

#include <emscripten/val.h>

#include "lstm/language_model.hpp"
#include "lstm/trainer.hpp"

namespace lstm::bindings {

struct ModelConfig {
  std::vector<LayerConfig> layers;
  std::uint64_t seed = 0;
};

ModelConfig model_config(const emscripten::val& options);
CompileConfig compile_config(const emscripten::val& options);
FitConfig fit_config(const emscripten::val& options);
Index batch_size(const emscripten::val& options, const char* where);
LanguageModelConfig language_model_config(const emscripten::val& options);
LanguageFitConfig language_fit_config(const emscripten::val& options);
Sampler sampler(const emscripten::val& options);

}  // namespace lstm::bindings
