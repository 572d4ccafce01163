// Gated recurrent units: a cell of two gates, scanned over time.
#pragma once

#include "lstm/cell_activation.hpp"
#include "lstm/layer_config.hpp"

namespace lstm {

// Cho et al. (2014), as PyTorch and Keras have it, the reset gate r after the product:
//
//   r_t = sigmoid(W_ir x_t + b_ir + W_hr h_{t-1} + b_hr)
//   z_t = sigmoid(W_iz x_t + b_iz + W_hz h_{t-1} + b_hz)
//   n_t = tanh(W_in x_t + b_in + r_t * (W_hn h_{t-1} + b_hn))
//   h_t = (1 - z_t) * n_t + z_t * h_{t-1}
//
// or, with reset_after false, before it, as in the paper, with one bias:
//
//   n_t = tanh(W_in x_t + b_n + W_hn (r_t * h_{t-1}))
//
// or by recurrent_activation where it says sigmoid, by activation where it says tanh.
//
// With dropout, in training: m_x * x_t in the place of x_t, m_h * h_{t-1} in that of h_{t-1} in all
// products. At a masked step h_t = h_{t-1}.
//
// Parameters: weight_ih_l0 [3H, I] (Glorot uniform), weight_hh_l0 [3H, H] (orthogonal), bias_ih_l0
// [3H] and, with reset_after, bias_hh_l0 [3H] (zeros); their blocks of H are r, z, n.
//
// Throws as an LSTM does.
struct GruConfig {
  static const LayerKind kind;

  Index units = 0;  // H
  CellActivation activation = CellActivation::tanh;
  CellActivation recurrent_activation = CellActivation::sigmoid;
  bool reset_after = true;
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
