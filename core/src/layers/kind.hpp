// What is to know of a kind of layer before there is one. It stands in the layer's file; kinds.cpp
// lists them all.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "layers/layer.hpp"
#include "lstm/layer_config.hpp"
#include "numbers/fields.hpp"

namespace lstm {

class Recurrent;
enum class Half;

// Layers one after the other.
using Chain = std::vector<std::unique_ptr<Layer>>;

struct LayerKind {
  const char* type;   // in configurations: layerNormalization
  const char* stem;   // from which Keras makes names: layer_normalization
  const char* title;  // in summaries: LayerNormalization
  LayerConfig (*fresh)();
  void (*fields)(Fields& visit, LayerConfig& config);
  // Adds the layer, or those that it is made of, of which the first takes the inputs.
  void (*add)(const LayerConfig& config, std::span<const Signature> inputs, Chain& chain);
  // Of a recurrent one: either half of a bidirectional layer of that name.
  std::unique_ptr<Recurrent> (*half)(const LayerConfig& config, const std::string& name,
                                     std::span<const Signature> inputs, Half half) = nullptr;
  // Of a recurrent one: of so many units, which gives its output at every step.
  LayerConfig (*of_units)(Index units) = nullptr;
  bool several = false;  // may it have more than one input?
  bool made = true;      // is it made by layers.type, in JavaScript?
};

// The fields of every layer, which come last.
void common_fields(Fields& visit, std::string& name, bool& trainable);
template <class Config>
void common_fields(Fields& visit, Config& c) {
  common_fields(visit, c.name, c.trainable);
}

// Before those, of a layer that reads sequences of numbers.
template <class Config>
void sequence_fields(Fields& visit, Config& c) {
  Signature input = c.input();
  visit("inputShape", input, "[steps or null, features]");
  c.input_time = input.time;
  c.input_features = input.features;
  common_fields(visit, c);
}

// The shapes that a layer may begin with, and the most axes of them.
struct Shapes {
  const char* words;
  std::size_t most_axes;
};
inline constexpr Shapes vector_shape{"[features]", 1};
inline constexpr Shapes steps_shape{"[steps or null, features]", 2};
inline constexpr Shapes images_shape{"[height, width, channels]", 3};
inline constexpr Shapes any_shape{"[features], [steps or null, features] or with more axes", 4};

void shape_field(Fields& visit, Signature& shape, const Shapes& shapes);
template <class Config>
void shape_fields(Fields& visit, Config& c, const Shapes& shapes) {
  shape_field(visit, c.input_shape, shapes);
  common_fields(visit, c);
}

// A row for kinds.cpp: of a configuration with a function fields(), and how its layer is added.
template <class Config>
constexpr LayerKind kind_of(const char* type, const char* stem, const char* title,
                            decltype(LayerKind::add) add) {
  return {type,
          stem,
          title,
          LayerConfig::fresh<Config>,
          [](Fields& visit, LayerConfig& config) { fields(visit, config.is<Config>()); },
          add};
}

// The same of a class that is made of the configuration.
template <class Config, class Made>
constexpr LayerKind kind_of(const char* type, const char* stem, const char* title) {
  return kind_of<Config>(
      type, stem, title,
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        chain.push_back(std::make_unique<Made>(config.is<Config>(), inputs.front()));
      });
}

// Every kind, in the order in which errors name them.
std::span<const LayerKind* const> layer_kinds();

// A layer among others, by its type.
class LayerField : public OneOf {
 public:
  explicit LayerField(LayerConfig& config) : config_(config) {}

  const char* type() const override { return config_.kind().type; }
  bool become(std::string_view type) override;
  void fields(Fields& visit) override { config_.kind().fields(visit, config_); }
  std::string expected(const std::string& where) const override;

 protected:
  virtual bool fits(const LayerKind&) const { return true; }
  std::string makers() const;  // layers.embedding, layers.lstm, ...

 private:
  LayerConfig& config_;
};

}  // namespace lstm
