// How gradients change weights. Sees one block of each and knows nothing of layers.
#pragma once

#include <span>

#include "lstm/matrix.hpp"

namespace lstm {

struct AdamConfig {
  float learning_rate = 1e-3f;  // > 0
  float beta_1 = 0.9f;          // [0, 1)
  float beta_2 = 0.999f;        // [0, 1)
  float epsilon = 1e-7f;        // > 0
  float clip_norm = 0.0f;       // largest L2 norm of all gradients together; 0: no limit
};

// Adam (Kingma and Ba, 2015), algorithm 1, at its t-th step:
//
//   d  = d * min(1, clip_norm / |d|)
//   m  = beta_1 m + (1 - beta_1) d        m^ = m / (1 - beta_1^t)
//   v  = beta_2 v + (1 - beta_2) d^2      v^ = v / (1 - beta_2^t)
//   w -= learning_rate m^ / (sqrt(v^) + epsilon)
class Adam {
 public:
  explicit Adam(const AdamConfig& config = {});

  // Throws std::out_of_range for a setting out of its range.
  static void check(const AdamConfig& config);

  // Checks and takes over the settings; m, v and t stay.
  void configure(const AdamConfig& config);
  const AdamConfig& config() const { return config_; }

  // One update of values by gradients, both of the same size at every call. Throws
  // std::runtime_error and changes nothing where a gradient is NaN or infinite.
  void step(std::span<float> values, std::span<const float> gradients);

 private:
  AdamConfig config_;
  AlignedFloats m_, v_;
  Index t_ = 0;
};

}  // namespace lstm
