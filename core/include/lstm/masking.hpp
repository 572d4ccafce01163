// Steps that are padding by their value, for data that comes padded.
#pragma once

#include "lstm/layer.hpp"

namespace lstm {

struct MaskingConfig {
  float mask_value = 0;
  Index input_features = 0;  // I
  Index input_time = 0;      // T; 0: any
  std::string name = {};
  bool trainable = true;
};

// y = x, and a step whose numbers are all mask_value is padding to the layers after it.
class Masking : public Layer {
 public:
  // Throws std::invalid_argument for input that is no sequence of numbers, and for a mask_value
  // that is not finite.
  Masking(const MaskingConfig& config, const Signature& input);

  Signature output() const override { return signature_; }
  void mask_out(const Activations& x, std::span<Flag> mask) const override;
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  float mask_value_;
  Signature signature_;
  std::vector<Flag> mask_;  // [T * B]
};

}  // namespace lstm
