// What the files of cells share: the fields of recurrent layers, and their rows.
#pragma once

#include "layers/kind.hpp"
#include "layers/recurrent.hpp"

namespace lstm {

// In the order of CellActivation.
inline constexpr const char* cell_activations[] = {"tanh",   "sigmoid",  "hardSigmoid",      "relu",
                                                   "linear", "softsign", "hardSigmoidKeras2"};

template <class Config>
void gate_fields(Fields& visit, Config& c) {
  visit("activation", c.activation, cell_activations);
  visit("recurrentActivation", c.recurrent_activation, cell_activations);
}

template <class Config>
void order_fields(Fields& visit, Config& c) {
  visit("returnSequences", c.return_sequences);
  if (c.return_state || !visit.writes()) visit("returnState", c.return_state);
  visit("stateful", c.stateful);
  visit("goBackwards", c.go_backwards);
  visit("useBias", c.use_bias);
}

template <class Config>
void dropout_fields(Fields& visit, Config& c) {
  visit("dropout", c.dropout);
  visit("recurrentDropout", c.recurrent_dropout);
  sequence_fields(visit, c);
}

template <class Config>
std::unique_ptr<Recurrent> recurrent(const LayerConfig& config, const std::string& name,
                                     std::span<const Signature> inputs, Half half) {
  const Config& its = config.is<Config>();
  RecurrentOptions options = RecurrentOptions::of(its);
  options.name = name;
  return std::make_unique<Recurrent>(std::move(options), cell_of(its), inputs, half);
}

// A row for kinds.cpp: of a configuration with functions fields() and cell_of().
template <class Config>
constexpr LayerKind recurrent_kind(const char* type, const char* stem, const char* title) {
  LayerKind kind = kind_of<Config>(
      type, stem, title,
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        chain.push_back(recurrent<Config>(config, config.name(), inputs, Half::forward));
      });
  kind.several = true;
  kind.half = recurrent<Config>;
  kind.of_units = [](Index units) {
    Config config;
    config.units = units;
    config.return_sequences = true;
    return LayerConfig(config);
  };
  return kind;
}

}  // namespace lstm
