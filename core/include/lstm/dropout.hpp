// Dropout: in training, some of the numbers are left out at random.
#pragma once

#include "lstm/layer.hpp"

namespace lstm {

// Throws std::out_of_range unless 0 <= rate < 1. `what` and `layer` name it in the error.
void check_rate(float rate, const char* what, const std::string& layer);

// Fills a mask: 0 with probability `rate`, else 1 / (1 - rate), so that what is left has the same
// mean as the whole.
void draw_mask(View mask, float rate, Random& random);

struct DropoutConfig {
  float rate = 0;
  std::string name = {};
  bool trainable = true;
};

// In training  forward:   y = mask * x
//              backward:  d_x = mask * d_y
// Else y = x and d_x = d_y.
class Dropout : public Layer {
 public:
  // Throws std::invalid_argument for a first layer, std::out_of_range unless 0 <= rate < 1.
  Dropout(const DropoutConfig& config, const Signature& input);

  Signature output() const override { return signature_; }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  float rate_;
  Signature signature_;
  View mask_;  // [T * B, F] of the last forward, where it had one
  Buffer mask_buffer_, y_;
};

}  // namespace lstm
