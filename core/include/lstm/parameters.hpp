// All numbers that a model learns: one contiguous block of values, one of gradients, and the named
// tensors that lie in them. The optimizer sees only the blocks, a layer only its tensors. Tensors
// that are frozen keep their place in the blocks.
// Replicas, each with gradients of its own, may read the same values.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "lstm/matrix.hpp"
#include "lstm/range.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

struct ParameterSpec {
  std::string name;  // as in a PyTorch state dict: lstm.weight_ih_l0
  Shape shape;       // at least one axis
  // Of a tensor that a state dict has beside it and adds to it, as PyTorch has two biases where one
  // would do; else empty.
  std::string summand = {};
  bool by_gradient = true;  // that it is learned; or its layer moves it
};

// A tensor inside the blocks. A row for each of its first axis; of one axis, a single row.
struct Parameter {
  std::string name;
  Shape shape;
  View value;
  View gradient;  // empty where it is frozen, or is not learned by it
  std::string summand = {};
  bool by_gradient = true;
  bool frozen = false;
};

class Parameters {
 public:
  Parameters() = default;
  explicit Parameters(const std::vector<ParameterSpec>& specs);

  // The same values, and zeros as gradients.
  Parameters replica() const;
  // The same values, all frozen.
  Parameters reader() const;

  std::span<float> values() { return block_->values; }
  std::span<const float> values() const { return block_->values; }
  std::span<float> gradients() { return gradients_; }
  std::span<const Parameter> tensors() const { return tensors_; }

  // Throws std::invalid_argument for a name that is not there.
  const Parameter& operator[](const std::string& name) const;

  Index count() const;            // of numbers, padding left out
  Index trainable_count() const;  // of those that are not frozen

  // Whether tensors from the first-th on learn, or are frozen.
  void set_trainable(std::size_t first, std::size_t count, bool trainable);
  // The runs of the blocks that learn.
  std::span<const Range> trainable() const { return trainable_; }

  void zero_gradients();
  void add_gradients(const Parameters& replica);

  // Goes up at each announced change of the values, whoever shares them.
  unsigned version() const { return block_->version; }
  void announce_change() { ++block_->version; }

  // The tensors' views point into the blocks, so a copy would alias its original.
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;
  Parameters(Parameters&&) = default;
  Parameters& operator=(Parameters&&) = default;

 private:
  struct Block {
    AlignedFloats values;
    unsigned version = 0;
  };

  Index offset_of(const Parameter& tensor) const;
  View gradient_of(const Parameter& tensor);
  void find_trainable();

  std::shared_ptr<Block> block_;
  AlignedFloats gradients_;
  std::vector<Parameter> tensors_;
  std::vector<Range> trainable_;
};

}  // namespace lstm
