// Long short-term memory: a cell of four gates, scanned over time.
#pragma once

#include "lstm/layer.hpp"

namespace lstm {

struct LstmConfig {
  Index units = 0;                // H
  bool return_sequences = false;  // h of every step, or of the last one only
  bool use_bias = true;
  bool unit_forget_bias = true;   // the forget gate's bias starts at 1 (Jozefowicz et al., 2015)
  Index input_features = 0;       // I, of a first layer
  Index input_time = 0;           // T, of a first layer; 0: any
  std::string name = {};
};

// Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000):
//
//   z_t = W_ih x_t + W_hh h_{t-1} + b        its four blocks of H are the gates i, f, g, o
//   i_t = sigmoid(z_i)   f_t = sigmoid(z_f)   g_t = tanh(z_g)   o_t = sigmoid(z_o)
//   c_t = f_t * c_{t-1} + i_t * g_t
//   h_t = o_t * tanh(c_t)
//
// Parameters: weight_ih_l0 [4H, I] (Glorot uniform), weight_hh_l0 [4H, H] (orthogonal),
// bias_ih_l0 [4H] (zeros, forget gate 1).
class Lstm : public Layer {
 public:
  // Throws std::invalid_argument / std::out_of_range unless the input is a sequence and units >= 1.
  Lstm(const LstmConfig& config, const Signature& input);

  Signature output() const override { return {config_.units, config_.return_sequences, false, 0}; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override;
  bool has_state() const override { return true; }
  bool takes_table() const override { return true; }
  Activations forward(const Activations& x, State* state) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  ConstView project(const Activations& x);
  void project_token(const Activations& x);
  View project_backward(const Activations& x, bool want_d_x);

  LstmConfig config_;
  Signature input_;
  View weight_ih_, weight_hh_, bias_, d_weight_ih_, d_weight_hh_, d_bias_;

  // Kept from forward for backward. h and c have a block of B rows more than steps: block 0 is the
  // state before the first step, so the first T blocks of h are h_{t-1} for every t.
  View z_;       // [T * B, 4H]       forward: the gates i, f, g, o; backward: d_z in their place
  View h_;       // [(T + 1) * B, H]
  View c_;       // [(T + 1) * B, H]
  View tanh_c_;  // [T * B, H]
  Buffer z_buffer_, h_buffer_, c_buffer_, tanh_c_buffer_;

  Buffer d_h_buffer_, d_c_buffer_;  // [B, H]
  Buffer d_x_buffer_;               // [T * B, I]
  Buffer p_buffer_;                 // [V, 4H] P and d_P of a table
  std::vector<char> known_;         // [V] whether a row of P is that of project_token
  Buffer no_bias_buffer_;           // [1, 4H] zeros, where there is no bias
  Kept kept_ih_, kept_hh_;          // the weights, for forward
  Kept kept_back_;                  // weight_hh, for backward
};

}  // namespace lstm
