#include "lstm/dropout.hpp"

#include "kernels/vectors.hpp"
#include "layers/dropout.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

void check_rate(float rate, const char* what, const std::string& layer) {
  require_range(rate >= 0 && rate < 1, "expected 0 <= ", what, " < 1 in '", layer, "', got ", rate);
}

void draw_mask(View mask, float rate, Random& random) {
  const float kept = 1 / (1 - rate);
  const auto limit = static_cast<std::uint32_t>(static_cast<double>(rate) * 0x1.0p32);
  const auto at = [=](std::uint64_t bits) {
    return static_cast<std::uint32_t>(bits) < limit ? 0.0f : kept;
  };
  for (Index n = 0; n < mask.size(); n += 2) {  // 32 bits decide on a number
    const std::uint64_t bits = random.bits();
    mask.data[n] = at(bits >> 32);
    if (n + 1 < mask.size()) mask.data[n + 1] = at(bits);
  }
}

namespace {

class Dropout : public Layer {
 public:
  Dropout(const DropoutConfig& config, const Signature& input)
      : Layer(config.name), rate_(config.rate), signature_(input) {
    require_follows(input, name());
    check_rate(rate_, "rate", name());
  }

  Signature output() const override { return signature_; }
  bool hands_on() const override { return true; }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  float rate_;
  Signature signature_;
  View mask_;  // [T * B, F] of the last forward, where it had one
  Buffer mask_buffer_, y_;
};

Activations Dropout::forward(const Activations& x, State*, Random* random) {
  mask_ = {};
  if (!random || rate_ == 0) return x;
  mask_ = mask_buffer_.view(x.values.rows, x.values.cols);
  draw_mask(mask_, rate_, *random);
  const View y = y_.view(mask_.rows, mask_.cols);
  kernels::multiply(x.values.data, mask_.data, y.data, y.size());
  return x.with(y);
}

View Dropout::backward(const Activations&, View d_y, bool) {
  if (mask_.data) kernels::multiply(d_y.data, mask_.data, d_y.data, d_y.size());
  return d_y;
}

}  // namespace

static void fields(Fields& visit, DropoutConfig& c) {
  visit("rate", c.rate);
  common_fields(visit, c);
}

const LayerKind DropoutConfig::kind =
    kind_of<DropoutConfig, Dropout>("dropout", "dropout", "Dropout");

}  // namespace lstm
