// Long short-term memory: a cell of four gates, scanned over time.
#pragma once

#include "lstm/cell_activation.hpp"
#include "lstm/layer.hpp"
#include "lstm/projection.hpp"

namespace lstm {

struct LstmConfig {
  Index units = 0;  // H
  CellActivation activation = CellActivation::tanh;
  CellActivation recurrent_activation = CellActivation::sigmoid;
  bool return_sequences = false;  // h of every step, or of the last one only
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
};

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
class Lstm : public Layer {
 public:
  // The backward half of a Bidirectional reads from the end but writes in the input's order, and
  // its parameters' names end in _reverse.
  enum class Half { forward, backward };

  // Throws std::invalid_argument / std::out_of_range unless the input is a sequence, units >= 1 and
  // the rates of dropout below 1.
  Lstm(const LstmConfig& config, const Signature& input, Half half = Half::forward);

  Signature output() const override { return {config_.units, config_.return_sequences, false, 0}; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override;
  Index state_features() const override { return config_.units; }
  bool stateful() const override { return config_.stateful; }
  bool turns() const override {
    return config_.return_sequences && config_.go_backwards && half_ == Half::forward;
  }
  Takes takes_table() const override {
    return config_.dropout == 0 ? Takes::always : Takes::out_of_training;
  }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

  // What the last forward computed, in the input's order, until a backward: the gates i, f, g, o
  // [T * B, 4H], c and h [T * B, H]. At a masked step i, g and o are 0 and f is 1.
  ConstView gates() const { return z_; }
  ConstView c() const { return after(c_); }
  ConstView h() const { return after(h_); }

 private:
  // The order of reading: step t of the input is the s-th to be read. h and c have a block of B
  // rows more than there are steps: the state before reading t and the one after it are blocks t
  // and t + 1, or t + 1 and t where time runs backwards. So what was before, and after, every t is
  // T blocks on end.
  Index step(Index s) const { return backwards_ ? T_ - 1 - s : s; }
  View block(View of, Index n) const { return of.middle_rows(n * B_, B_); }
  View before(View of, Index t) const { return block(of, t + backwards_); }
  View after(View of, Index t) const { return block(of, t + !backwards_); }
  View before(View of) const { return of.middle_rows(backwards_ * B_, T_ * B_); }
  View after(View of) const { return of.middle_rows(!backwards_ * B_, T_ * B_); }

  CellActivations through() const { return {config_.activation, config_.recurrent_activation}; }
  void lay_out(const Activations& x, Random* random);
  Activations drop_inputs(const Activations& x);
  void scan(const Activations& x, ConstView projected);
  Activations outputs(const Activations& x);
  void scan_backward(const Activations& x, View d_y);

  LstmConfig config_;
  Signature input_;
  Half half_;
  bool backwards_;
  Projection projection_;
  View weight_hh_, bias_, d_weight_hh_, d_bias_;

  // Kept from forward for backward.
  Index T_ = 0, B_ = 0;
  View z_;          // [T * B, 4H]       forward: the gates i, f, g, o; backward: d_z in their place
  View h_;          // [(T + 1) * B, H]
  View c_;          // [(T + 1) * B, H]
  View a_;          // [T * B, H]        tanh(c_t)
  View x_mask_;     // [B, I] of dropout, where there is any
  View h_mask_;     // [B, H] of recurrent_dropout, where there is any
  View dropped_x_;  // [T * B, I] m_x * x_t
  View dropped_h_;  // [T * B, H] m_h * h_{t-1}
  Buffer z_buffer_, h_buffer_, c_buffer_, a_buffer_;
  Buffer x_mask_buffer_, h_mask_buffer_, dropped_x_buffer_, dropped_h_buffer_;

  Buffer y_;                        // [T * B, H] where it turns: outputs, then their gradients
  std::vector<Flag> mask_;          // [T * B] likewise
  Buffer d_h_buffer_, d_c_buffer_;  // [B, H]
  Buffer d_kept_buffer_;            // [B, H] d_h that masked steps hand on
  Buffer no_bias_buffer_;           // [1, 4H] zeros, where there is no bias
  Kept kept_hh_, kept_back_;        // weight_hh, for forward and for backward
};

}  // namespace lstm
