// What a recurrent layer does at one step. The scan over time, order, dropout, padding and states
// are the layer's: see recurrent.hpp.
//
// Legend: B batch, T time, H units, G gates: z [B, G * H] has a block of H columns for each.
#pragma once

#include <span>
#include <vector>

#include "kernels/gates.hpp"
#include "layers/layer.hpp"
#include "lstm/cell_activation.hpp"

namespace lstm {

// One step of B sequences.
struct CellStep {
  // A part of the cell's state, [B, H]: before the step, and after it.
  struct Part {
    View before, after;
  };

  Index t;         // of T, in the input's order
  View z;          // [B, GH]  W_ih x_t, without a bias
  ConstView h_in;  // [B, H]   h_{t-1} as the products take it: with dropout m_h * h_{t-1}
  std::span<const Part> parts;  // of the state, h first

  const Part& h() const { return parts[0]; }
  // Its rows of what has some for all steps.
  View of(View all) const { return all.middle_rows(t * z.rows, z.rows); }
};

// What there is to look into, [T * B, H]: columns of a matrix from one on.
struct Look {
  const char* name;
  ConstView in;
  Index column;
};

class Cell {
 public:
  virtual ~Cell() = default;

  virtual Index gates() const = 0;
  // Of its state, by name; the first is h, which the layer gives.
  virtual std::span<const char* const> parts() const = 0;

  // weight_hh [GH, H] and biases [GH], by what follows a parameter's name in PyTorch (_l0, ...).
  virtual std::vector<ParameterSpec> parameters(const std::string& layer,
                                                const std::string& end) const = 0;
  virtual void bind(std::span<const Parameter> parameters) = 0;
  virtual void initialize(Random& random) = 0;
  virtual void weights_changed() = 0;
  // Where the gradient of the bias beside W_ih adds up, [1, GH]; empty: nowhere.
  virtual View d_bias() const = 0;

  // Before the first step of either pass, of T steps: memory, and what all of them share.
  virtual void begin_forward(Index T, Index B) = 0;
  virtual void begin_backward(Index B) = 0;

  // z becomes what backward needs of it; the parts after the step are written.
  virtual void forward(const CellStep& step) = 0;
  // Of each row that `mask` [B] has as 0, after forward: z says that the state stays as it is.
  virtual void keep(std::span<const Flag> mask, const CellStep& step) = 0;

  // In:   d_y [B, H] of the layer's output (or empty: zeros), d_parts: of the state after the step
  // Out:  z becomes d_z; d_parts: of the state before it, but for what products give to h
  virtual void backward(const CellStep& step, ConstView d_y, std::span<const View> d_parts) = 0;
  // Of each row that `mask` [B] has as 0, after backward: nothing comes of the step, in z and in
  // whatever the products take.
  virtual void clear(std::span<const Flag> mask, const CellStep& step) {
    kernels::clear_kept(mask, step.z);
  }
  // Out:  d_h_in [B, H], the gradient of h_in by the products
  virtual void backward_products(const CellStep& step, View d_h_in) = 0;
  // Does h go on by itself too, so that d_parts has a share of its gradient?
  virtual bool hands_on_h() const { return false; }

  // After the last step, over all of them: d_weight_hh, and biases of its own.
  virtual void add_gradients(ConstView d_z, ConstView h_in) = 0;

  // After a forward: what it left in z [T * B, GH], and parts of the state after each step.
  virtual std::vector<Look> looks(ConstView z, std::span<const ConstView> parts) const = 0;
};

}  // namespace lstm
