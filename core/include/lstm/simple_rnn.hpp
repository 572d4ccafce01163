// The plain recurrent network: no gates.
#pragma once

#include "lstm/cell_activation.hpp"
#include "lstm/layer_config.hpp"

namespace lstm {

// Elman (1990):
//
//   h_t = tanh(W_ih x_t + W_hh h_{t-1} + b)
//
// or by activation where it says tanh.
//
// With dropout, in training: m_x * x_t in the place of x_t, m_h * h_{t-1} in that of h_{t-1}. At a
// masked step h_t = h_{t-1}.
//
// Parameters: weight_ih_l0 [H, I] (Glorot uniform), weight_hh_l0 [H, H] (orthogonal), bias_ih_l0
// [H] (zeros).
//
// Throws as an LSTM does.
struct SimpleRnnConfig {
  static const LayerKind kind;

  Index units = 0;  // H
  CellActivation activation = CellActivation::tanh;
  bool return_sequences = false;  // h of every step, or of the last one only
  bool return_state = false;      // gives also the parts of its last state
  bool stateful = false;          // goes on from where the last batch ended
  bool go_backwards = false;      // reads the sequence from its end, and writes in that order
  bool use_bias = true;
  float dropout = 0;            // of x, and of h where it enters the gates: one mask a sequence,
  float recurrent_dropout = 0;  // the same at every step and for every gate
  Index input_features = 0;     // I, of a first layer
  Index input_time = 0;         // T, of a first layer; 0: any
  std::string name = {};
  bool trainable = true;

  Signature input() const { return {input_features, true, false, input_time}; }
};

}  // namespace lstm
