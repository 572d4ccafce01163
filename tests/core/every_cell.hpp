// A recurrent layer of every cell, for tests of what is to hold whichever it is.
#pragma once

#include "lstm/layers.hpp"

// Of another cell, with the options that all of them have.
template <class Config>
Config like(const lstm::LstmConfig& its) {
  Config config;
  config.units = its.units;
  config.activation = its.activation;
  if constexpr (requires { config.recurrent_activation; }) {
    config.recurrent_activation = its.recurrent_activation;
  }
  config.return_sequences = its.return_sequences;
  config.stateful = its.stateful;
  config.go_backwards = its.go_backwards;
  config.use_bias = its.use_bias;
  config.dropout = its.dropout;
  config.recurrent_dropout = its.recurrent_dropout;
  config.input_features = its.input_features;
  config.input_time = its.input_time;
  return config;
}

struct AnyCell {
  const char* name;
  lstm::LayerConfig (*make)(const lstm::LstmConfig& options);

  lstm::LayerConfig operator()(const lstm::LstmConfig& options) const { return make(options); }
};

inline constexpr AnyCell every_cell[] = {
    {"LSTM", [](const lstm::LstmConfig& its) -> lstm::LayerConfig { return its; }},
    {"GRU",
     [](const lstm::LstmConfig& its) -> lstm::LayerConfig { return like<lstm::GruConfig>(its); }},
    {"GRU, reset before its product",
     [](const lstm::LstmConfig& its) -> lstm::LayerConfig {
       auto gru = like<lstm::GruConfig>(its);
       gru.reset_after = false;
       return gru;
     }},
    {"SimpleRNN", [](const lstm::LstmConfig& its) -> lstm::LayerConfig {
       return like<lstm::SimpleRnnConfig>(its);
     }}};
