// What one of a model's inputs reads, on the library's side of the border: checked once, and
// gathered into batches.
#pragma once

#include "lstm/steps.hpp"

namespace lstm {

class Network;
class Layer;
struct Activations;

class Input {
 public:
  // x for the k-th input of a network, whose steps are known. Throws std::invalid_argument for
  // numbers that are not finite and std::out_of_range for an unknown token, where `counts` [N] has
  // samples as 1 (empty: all). In the others these become 0, so that they do no harm.
  Input(const Network& network, std::size_t k, const Tensor& x, Steps steps,
        std::span<const Flag> counts);

  const Steps& steps() const { return steps_; }
  Index features() const { return features_; }

  // Which steps of the first so many samples are no padding to a layer that reads them (null: to
  // none are they), one sample after the other.
  std::vector<Flag> unmasked(const Layer* reader, Index samples) const;

  // The numbers of the first so many samples; none where they are tokens.
  std::span<const float> values_of_first(Index samples) const;

  // Some samples, time-major; valid until the next gather. T is that of the longest.
  Activations gather(std::span<const Index> samples);

 private:
  void mask(std::span<const Index> samples, Activations& x);

  Steps steps_;
  Index features_ = 1;
  std::vector<float> values_;
  std::vector<Token> tokens_;
  Buffer batch_values_;
  std::vector<Token> batch_tokens_;
  std::vector<Index> batch_lengths_;
  std::vector<Flag> batch_mask_;
};

// Where the steps of x lie, for the k-th input; of vectors each is one. Throws
// std::invalid_argument unless x is of the shape that the network reads: [N, T] tokens, [N, T, F]
// sequences or [N, F] vectors. Sequences may be ragged.
Steps input_steps(const Network& network, std::size_t k, const Tensor& x);

}  // namespace lstm
