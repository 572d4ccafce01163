// Recurrent layers in double, one sample at a time: a step of each cell, from its equations.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "kernels/reference_gru.hpp"
#include "layers/recurrent.hpp"
#include "lstm/layers.hpp"

namespace lstm::reference {

using Row = std::vector<double>;
using Sequence = std::vector<Row>;     // [T][F]
using State = std::vector<Row>;        // [H] a part, h first
using Weights = std::span<const Row>;  // of one layer: weight_ih, weight_hh, biases if it has any

inline const Row* bias(Weights weights, std::size_t n) {
  return n < weights.size() ? &weights[n] : nullptr;
}

// W x + b
inline Row affine(const Row& x, const Row& weight, const Row* bias) {
  Row y(weight.size() / x.size());
  if (bias) y = *bias;
  add_a_bt(x.data(), weight.data(), y.data(), 1, static_cast<Index>(x.size()),
           static_cast<Index>(y.size()));
  return y;
}

// W_ih x + b + W_hh h
inline Row both_products(const Row& x, const Row& h, Weights weights) {
  Row z = affine(x, weights[0], bias(weights, 2));
  const Row recurrent = affine(h, weights[1], nullptr);
  for (std::size_t n = 0; n < z.size(); ++n) z[n] += recurrent[n];
  return z;
}

// Of x and of h as products take it; the state before the step becomes the one after it.
inline void step(const LstmConfig& config, const Row& x, const Row& h_in, Weights weights,
                 State& state) {
  const Row z = both_products(x, h_in, weights);
  lstm_step({config.activation, config.recurrent_activation}, z.data(), state[1].data(),
            state[0].data(), Index{1}, config.units);
}

inline void step(const GruConfig& config, const Row& x, const Row& h_in, Weights weights,
                 State& state) {
  const CellActivations by{config.activation, config.recurrent_activation};
  const Row z = affine(x, weights[0], bias(weights, 2));
  double* h = state[0].data();
  if (config.reset_after) {
    const Row u = affine(h_in, weights[1], bias(weights, 3));
    gru_step(by, z.data(), u.data(), h, Index{1}, config.units);
  } else {
    gru_step_reset_before(by, z.data(), weights[1].data(), h_in.data(), h, Index{1}, config.units);
  }
}

inline void step(const SimpleRnnConfig& config, const Row& x, const Row& h_in, Weights weights,
                 State& state) {
  const Row z = both_products(x, h_in, weights);
  simple_rnn_step(config.activation, z.data(), state[0].data(), config.units);
}

// Lives no longer than its configuration.
struct RecurrentLayer {
  RecurrentOptions options;
  std::size_t parts;    // of its state
  std::size_t tensors;  // of its weights
  std::function<void(const Row& x, const Row& h_in, Weights weights, State& state)> step;
};

template <class Config>
RecurrentLayer recurrent_layer(const Config& config, std::size_t parts, std::size_t biases) {
  return {RecurrentOptions::of(config), parts, config.use_bias ? 2 + biases : 2,
          [&config](const Row& x, const Row& h_in, Weights weights, State& state) {
            step(config, x, h_in, weights, state);
          }};
}

// Nothing of a layer that is none.
inline std::optional<RecurrentLayer> recurrent_of(const LayerConfig& layer) {
  if (const auto* lstm = layer.as<LstmConfig>()) return recurrent_layer(*lstm, 2, 1);
  if (const auto* rnn = layer.as<SimpleRnnConfig>()) return recurrent_layer(*rnn, 1, 1);
  const auto* gru = layer.as<GruConfig>();
  if (!gru) return {};
  return recurrent_layer(*gru, 1, gru->reset_after ? 2 : 1);
}

}  // namespace lstm::reference
