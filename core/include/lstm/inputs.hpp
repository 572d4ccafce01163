// What a model reads: a tensor for each of its inputs.
#pragma once

#include "lstm/input.hpp"

namespace lstm {

struct Slot;

// Tensors in the order of a model's inputs, or of its outputs; null where one is left out.
using Tensors = std::span<const Tensor* const>;

// Where the steps of each lie. Throws as input_steps() does of one, and for other numbers of
// tensors or of samples.
std::vector<Steps> input_steps(const Network& network, Tensors x);

class Inputs {
 public:
  // Throws as input_steps() and Input do.
  Inputs(const Network& network, Tensors x) : Inputs(network, x, input_steps(network, x)) {}
  Inputs(const Network& network, Tensors x, std::vector<Steps> steps,
         std::span<const Flag> counts = {});

  Index size() const { return all_.front().steps().count(); }
  std::span<const Input> each() const { return all_; }
  // Where the steps of a sequence lie that flows in a slot of the network.
  Steps steps_in(const Slot& slot) const;

  // Some samples of each; valid until the next gather.
  std::span<const Activations> gather(std::span<const Index> samples);

  Inputs(const Inputs&);
  Inputs& operator=(const Inputs&);
  Inputs(Inputs&&) noexcept;
  Inputs& operator=(Inputs&&) noexcept;
  ~Inputs();

 private:
  std::vector<Input> all_;
  std::vector<Activations> batch_;
};

// The same, for inputs whose steps are known.
Steps steps_in(const Slot& slot, std::span<const Steps> inputs);

}  // namespace lstm
