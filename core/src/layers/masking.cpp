#include "lstm/masking.hpp"

#include <algorithm>
#include <cmath>

#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

class Masking : public Through {
 public:
  Masking(const MaskingConfig& config, const Signature& input);

  Signature output() const override { return signature_; }
  bool enters() const override { return true; }
  void mask_out(const Activations& x, std::span<Flag> mask) const override;
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations&, View d_y, bool) override { return d_y; }

 private:
  float mask_value_;
  Signature signature_;
  std::vector<Flag> mask_;  // [T * B]
};

Masking::Masking(const MaskingConfig& config, const Signature& input)
    : Through(config.name), mask_value_(config.mask_value), signature_(input) {
  require(input.input, "expected masking '", name(), "' to be the first layer");
  require(input.features >= 1, "expected '", name(), "' to have inputShape");
  require(std::isfinite(mask_value_), "expected a finite maskValue in '", name(), "', got ",
          mask_value_);
  signature_.input = false;
}

void Masking::mask_out(const Activations& x, std::span<Flag> mask) const {
  for (std::size_t n = 0; n < mask.size(); ++n) {
    const std::span row(x.values.row(static_cast<Index>(n)),
                        static_cast<std::size_t>(x.values.cols));
    if (std::ranges::all_of(row, [this](float value) { return value == mask_value_; })) mask[n] = 0;
  }
}

Activations Masking::forward(const Activations& x, State*, Random*) {
  Activations y = x;
  y.mask = masked(*this, x, mask_);
  return y;
}

}  // namespace

static void fields(Fields& visit, MaskingConfig& c) {
  visit("maskValue", c.mask_value);
  sequence_fields(visit, c);
}

const LayerKind MaskingConfig::kind =
    kind_of<MaskingConfig, Masking>("masking", "masking", "Masking");

}  // namespace lstm
