// How the next token is drawn from a model's logits.
#pragma once

#include "lstm/matrix.hpp"
#include "lstm/random.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

// Draws token k with probability softmax(logits / temperature)_k; 0 takes the most probable.
class Sampler {
 public:
  // Throws std::out_of_range unless temperature is finite and >= 0.
  Sampler(float temperature, std::uint64_t seed);

  Token draw(const float* logits, Index size);

 private:
  float temperature_;
  Random random_;
  AlignedFloats probabilities_;
};

}  // namespace lstm
