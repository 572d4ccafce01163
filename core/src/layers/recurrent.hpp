// A cell, scanned over time.
#pragma once

#include <memory>

#include "layers/cell.hpp"
#include "layers/projection.hpp"

namespace lstm {

// The backward half of a bidirectional layer reads from the end but writes in the input's order,
// and its parameters' names end in _reverse.
enum class Half { forward, backward };

// What the configuration of a recurrent layer says, whichever its cell.
struct RecurrentOptions {
  std::string name;
  Index units;
  bool return_sequences, return_state, stateful, go_backwards;
  float dropout, recurrent_dropout;

  template <class Config>
  static RecurrentOptions of(const Config& c) {
    return {c.name,     c.units,        c.return_sequences, c.return_state,
            c.stateful, c.go_backwards, c.dropout,          c.recurrent_dropout};
  }
};

// Inputs: the sequence; where given also the parts of the state to begin with, [B, H] each.
// Outputs: h of every step or of the last; where asked for also the parts of the last state.
// Parameters: weight_ih [GH, I], then those of the cell.
class Recurrent : public Layer {
 public:
  // Throws std::invalid_argument / std::out_of_range unless the input is a sequence, units >= 1 and
  // the rates of dropout below 1; and unless all parts of a state are given, or none.
  Recurrent(RecurrentOptions options, std::unique_ptr<Cell> cell, std::span<const Signature> inputs,
            Half half = Half::forward);

  Signature output() const override;
  Index outputs() const override { return options_.return_state ? 1 + P() : 1; }
  Signature output_at(Index n) const override { return n == 0 ? output() : Signature{H()}; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override;
  // One that is given a state has none of its own.
  std::span<const char* const> state_parts() const override {
    return given_ ? std::span<const char* const>{} : cell_->parts();
  }
  Index state_features() const override { return given_ ? 0 : H(); }
  bool stateful() const override { return options_.stateful; }
  bool turns() const override {
    return options_.return_sequences && options_.go_backwards && half_ == Half::forward;
  }
  Pace pace() const override {
    require_stepwise(!backwards_, name(), "reads from the end");
    require_stepwise(!given_, name(), "is given the state to begin with");
    return {};
  }
  Takes takes_table() const override {
    return options_.dropout == 0 ? Takes::always : Takes::out_of_training;
  }
  void add_recurrent(std::vector<const Recurrent*>& all) const override { all.push_back(this); }
  void forth(const Forth& pass) override;
  void back(const Back& pass) override;

  Index units() const { return H(); }
  Index parts() const { return P(); }
  bool goes_backwards() const { return options_.go_backwards; }
  // What the last forward computed, in the input's order, until a backward.
  std::vector<Look> looks() const;

 private:
  // The order of reading: step t of the input is the s-th to be read. The parts of the state have a
  // block of B rows more than there are steps: the state before reading t and the one after it are
  // blocks t and t + 1, or t + 1 and t where time runs backwards. So what was before, and after,
  // every t is T blocks on end.
  Index place(Index s) const { return backwards_ ? T_ - 1 - s : s; }
  View block(View of, Index n) const { return of.middle_rows(n * B_, B_); }
  View before(View of, Index t) const { return block(of, t + backwards_); }
  View after(View of, Index t) const { return block(of, t + !backwards_); }
  View before(View of) const { return of.middle_rows(backwards_ * B_, T_ * B_); }
  View after(View of) const { return of.middle_rows(!backwards_ * B_, T_ * B_); }

  Index H() const { return options_.units; }
  Index P() const { return static_cast<Index>(cell_->parts().size()); }
  std::span<const Flag> mask_of(const Activations& x, Index t) const {
    return x.mask.empty() ? x.mask : x.mask.subspan(t * B_, B_);
  }
  void check_given(std::span<const Signature> state) const;
  void lay_out(const Activations& x, Random* random);
  void load(const Forth& pass);
  void save(State& state) const;
  View last(View part) const { return after(part, place(T_ - 1)); }
  Activations drop_inputs(const Activations& x);
  const CellStep& at(Index t);
  void scan(const Activations& x, ConstView projected);
  Activations outputs(const Activations& x);
  void begin_backward(const Back& pass);
  void scan_backward(const Back& pass, View d_y);
  View project_back(const Back& pass);
  void step_back(const CellStep& step);
  void keep(std::span<const Flag> mask, ConstView d_y);
  void hand_on(std::span<const Flag> mask);

  RecurrentOptions options_;
  std::unique_ptr<Cell> cell_;
  Signature input_;
  Half half_;
  bool backwards_;
  bool given_;  // the state to begin with
  Projection projection_;

  // Kept from forward for backward.
  Index T_ = 0, B_ = 0;
  View z_;                   // [T * B, GH]     forward: what the cell leaves there; backward: d_z
  std::vector<View> parts_;  // [(T + 1) * B, H] each
  View x_mask_;              // [B, I] of dropout, where there is any
  View h_mask_;              // [B, H] of recurrent_dropout, where there is any
  View dropped_x_;           // [T * B, I] m_x * x_t
  View dropped_h_;           // [T * B, H] m_h * h_{t-1}
  Buffer z_buffer_, x_mask_buffer_, h_mask_buffer_, dropped_x_buffer_, dropped_h_buffer_;
  std::vector<Buffer> part_buffers_;

  CellStep step_;
  std::vector<CellStep::Part> step_parts_;

  Buffer y_;                            // [T * B, H] where it turns: outputs, then their gradients
  std::vector<Flag> mask_;              // [T * B] likewise
  std::vector<View> d_parts_, d_kept_;  // [B, H] each
  std::vector<Buffer> d_part_buffers_, d_kept_buffers_;  // d_kept: what masked steps hand on
  Buffer d_h_in_;                                        // [B, H]
};

}  // namespace lstm
