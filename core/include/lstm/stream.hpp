// A model that is asked step by step, as what it reads comes in.
#pragma once

#include <memory>
#include <span>

#include "lstm/sequential.hpp"

namespace lstm {

// After n steps it gives what the model's prediction of those n steps ends with: the output of the
// step that is new, of a layer that gives one a sequence that of all so far. Nothing comes of a
// step that a convolution or a pooling has to wait at.
//
// Its sequences are its own, beside the model's states and other streams. The weights are the
// model's, as they are at each step: it may go on learning. The model must outlive it.
class Stream {
 public:
  // Of so many sequences. Throws std::invalid_argument, naming the layer, where one has to see
  // sequences whole; std::out_of_range for a batch < 1.
  explicit Stream(const Sequential& model, Index batch = 1);
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  ~Stream();

  // Where a step of each input is written before it is taken: [batch, F], a token as a number.
  std::span<const View> inputs() const { return inputs_; }
  // Where each output is after it: [batch, K].
  std::span<const View> outputs() const { return outputs_; }

  // Takes it, and allocates nothing. Gives the outputs, empty where nothing came. Throws
  // std::invalid_argument for numbers that are not finite and std::out_of_range for an unknown
  // token, and has then taken no step.
  std::span<const ConstView> step();
  // Of one input and one output: x [batch, F].
  ConstView step(std::span<const float> x);

  // Begins other sequences.
  void reset();

 private:
  void add_input(const Signature& in, Index batch);
  void check(std::size_t input) const;

  std::unique_ptr<Network> network_;
  States states_;
  std::vector<Buffer> buffers_;
  std::vector<View> inputs_, outputs_;
  std::vector<std::vector<Token>> tokens_;
  std::vector<Activations> x_;
  std::vector<ConstView> came_;
};

}  // namespace lstm
