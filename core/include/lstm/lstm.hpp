// Long short-term memory: a cell of four gates, scanned over time.
#pragma once

#include "lstm/cell_activation.hpp"
#include "lstm/layer_config.hpp"

namespace lstm {

// Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000):
//
//   z_t = W_ih x_t + W_hh h_{t-1} + b        its four blocks of H are the gates i, f, g, o
//   i_t = sigmoid(z_i)   f_t = sigmoid(z_f)   g_t = tanh(z_g)   o_t = sigmoid(z_o)
//   c_t = f_t * c_{t-1} + i_t * g_t
//   h_t = o_t * tanh(c_t)
//
// or by recurrent_activation where it says sigmoid, by activation where it says tanh.
//
// With dropout, in training: m_x * x_t in the place of x_t, m_h * h_{t-1} in that of h_{t-1} (Gal
// and Ghahramani, 2016). At a masked step c_t = c_{t-1} and h_t = h_{t-1}.
//
// Parameters: weight_ih_l0 [4H, I] (Glorot uniform), weight_hh_l0 [4H, H] (orthogonal),
// bias_ih_l0 [4H] (zeros, forget gate 1).
//
// Throws std::invalid_argument / std::out_of_range unless the input is a sequence, units >= 1 and
// the rates of dropout below 1.
struct LstmConfig {
  static const LayerKind kind;

  Index units = 0;  // H
  CellActivation activation = CellActivation::tanh;
  CellActivation recurrent_activation = CellActivation::sigmoid;
  bool return_sequences = false;  // h of every step, or of the last one only
  bool return_state = false;      // gives also the parts of its last state
  bool stateful = false;          // goes on from where the last batch ended
  bool go_backwards = false;      // reads the sequence from its end, and writes in that order
  bool use_bias = true;
  bool unit_forget_bias = true;  // the forget gate's bias starts at 1 (Jozefowicz et al., 2015)
  float dropout = 0;             // of x, and of h where it enters the gates: one mask a sequence,
  float recurrent_dropout = 0;   // the same at every step and for every gate
  Index input_features = 0;      // I, of a first layer
  Index input_time = 0;          // T, of a first layer; 0: any
  std::string name = {};
  bool trainable = true;

  Signature input() const { return {input_features, true, false, input_time}; }
};

}  // namespace lstm
