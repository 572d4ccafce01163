// How the next token is drawn from a model's logits.
#pragma once

#include <vector>

#include "lstm/matrix.hpp"
#include "lstm/random.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

struct SamplerConfig {
  float temperature = 1;  // >= 0; 0 takes the most probable
  Index top_k = 0;        // draw among so many of the most probable; 0: among all
  float top_p = 1;        // (0, 1]: draw among the fewest most probable that make up this share
  std::uint64_t seed = 0;
  std::vector<Token> exclude = {};  // never drawn
};

// Draws token k with probability softmax(logits / temperature)_k, among those that exclude, then
// top_k and then top_p (Holtzman et al., 2020) leave.
class Sampler {
 public:
  // Throws std::out_of_range for a setting out of its range.
  explicit Sampler(const SamplerConfig& config = {});

  // Throws std::out_of_range unless all that is excluded is below `size`, std::invalid_argument
  // where that leaves nothing to draw.
  void check(Index size) const;

  // Throws std::runtime_error where the logits are not finite. `size` must have passed check().
  Token draw(const float* logits, Index size);

 private:
  bool excluded(Token token) const;
  void take_candidates(Index size);
  double keep_most_probable();  // orders and cuts candidates_; gives their share

  SamplerConfig config_;
  Random random_;
  AlignedFloats probabilities_;
  std::vector<Token> candidates_;
};

}  // namespace lstm
