// Samples and what each should give, checked once, and gathered into batches.
#pragma once

#include "lstm/target.hpp"

namespace lstm {

struct Batch;

// Tensors for the inputs and the outputs of a model, in order. Sample weights: none, or one for
// each output, null where all its samples weigh 1.
struct Examples {
  Tensors x, y, weights = {};
};

// Of a model of one input and one output.
struct Example {
  const Tensor *x, *y, *weights;

  operator Examples() const { return {{&x, 1}, {&y, 1}, {&weights, 1}}; }
};

class Dataset {
 public:
  // Losses: one for each output. Throws as Inputs and Target do.
  Dataset(const Network& network, std::span<const LossKind> losses, const Examples& examples);

  Index size() const { return inputs_.size(); }
  // Valid until the next gather.
  Batch gather(std::span<const Index> samples);

  // Why the first so many samples are hard to learn from as they are: inputs, or targets of an
  // error, whose standard deviation is above 50, where they count. Else empty.
  std::string unscaled(const Network& network, Index samples) const;

 private:
  Dataset(const Network& network, std::span<const LossKind> losses, const Examples& examples,
          std::vector<Steps> steps);
  std::vector<Flag> weighing(Index samples) const;

  std::vector<Target> targets_;
  Inputs inputs_;
  std::vector<Targets> batch_;
};

}  // namespace lstm
