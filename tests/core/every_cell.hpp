// A recurrent layer of every cell, for tests of what is to hold whichever it is.
#pragma once

#include "lstm/layers.hpp"

// Of one cell, with the options that it shares with an LSTM.
template <class Config>
Config like(const lstm::LstmConfig& its) {
  Config config;
  config.units = its.units;
  config.activation = its.activation;
  if constexpr (requires { config.recurrent_activation; }) {
    config.recurrent_activation = its.recurrent_activation;
  }
  if constexpr (requires { config.unit_forget_bias; }) {
    config.unit_forget_bias = its.unit_forget_bias;
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

inline lstm::GruConfig gru_reset_before(const lstm::LstmConfig& its) {
  auto gru = like<lstm::GruConfig>(its);
  gru.reset_after = false;
  return gru;
}

struct AnyCell {
  const char* name;
  lstm::LayerConfig (*make)(const lstm::LstmConfig& options);

  lstm::LayerConfig operator()(const lstm::LstmConfig& options) const { return make(options); }
};

template <auto config>
lstm::LayerConfig made(const lstm::LstmConfig& options) {
  return config(options);
}

// Reading from the end.
inline lstm::LstmConfig turned(lstm::LstmConfig options) {
  options.go_backwards = true;
  return options;
}

inline constexpr AnyCell every_cell[] = {
    {"LSTM", made<like<lstm::LstmConfig>>},
    {"GRU", made<like<lstm::GruConfig>>},
    {"GRU, reset before its product", made<gru_reset_before>},
    {"SimpleRNN", made<like<lstm::SimpleRnnConfig>>},
};
