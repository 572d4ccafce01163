#include "lstm/masking.hpp"

#include <algorithm>
#include <cmath>

#include "lstm/error.hpp"

namespace lstm {

Masking::Masking(const MaskingConfig& config, const Signature& input)
    : Layer(config.name), mask_value_(config.mask_value), signature_(input) {
  require(input.features >= 1, "expected '", name(), "' to have inputShape");
  require(std::isfinite(mask_value_), "expected a finite maskValue in '", name(), "', got ",
          mask_value_);
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

View Masking::backward(const Activations&, View d_y, bool) { return d_y; }

}  // namespace lstm
