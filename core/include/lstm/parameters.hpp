// All trainable numbers of a model: one contiguous block of values, one of gradients, and the
// named tensors that lie in them. The optimizer sees only the blocks, a layer only its tensors.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "lstm/matrix.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

struct ParameterSpec {
  std::string name;  // as in a PyTorch state dict: lstm.weight_ih_l0
  Shape shape;       // one or two axes
};

// A tensor inside the blocks. A one-axis tensor is a single row.
struct Parameter {
  std::string name;
  Shape shape;
  View value;
  View gradient;
};

class Parameters {
 public:
  Parameters() = default;
  explicit Parameters(const std::vector<ParameterSpec>& specs);

  std::span<float> values() { return values_; }
  std::span<const float> values() const { return values_; }
  std::span<float> gradients() { return gradients_; }
  std::span<const Parameter> tensors() const { return tensors_; }

  // Throws std::invalid_argument for a name that is not there.
  const Parameter& operator[](const std::string& name) const;

  Index count() const;  // trainable numbers, padding left out
  void zero_gradients();

  // The tensors' views point into the blocks, so a copy would alias its original.
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;
  Parameters(Parameters&&) = default;
  Parameters& operator=(Parameters&&) = default;

 private:
  AlignedFloats values_;
  AlignedFloats gradients_;
  std::vector<Parameter> tensors_;
};

}  // namespace lstm
