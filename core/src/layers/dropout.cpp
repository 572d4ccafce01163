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

// A mask for every row, or for every sequence and the same at all its steps.
enum class Masks { rows, sequences };

class Dropout : public Through {
 public:
  Dropout(std::string its, float rate, Masks masks, const Signature& input)
      : Through(std::move(its)), rate_(rate), masks_(masks), signature_(input) {
    require_follows(input, name());
    if (masks == Masks::sequences) require_sequence(input, name());
    check_rate(rate_, "rate", name());
  }

  Signature output() const override { return signature_; }
  bool hands_on() const override { return true; }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  void drop(ConstView x, View y) const;

  float rate_;
  Masks masks_;
  Signature signature_;
  View mask_;  // [T * B, F] or [B, F] of the last forward, where it had one
  Buffer mask_buffer_, y_;
};

// y = mask * x
void Dropout::drop(ConstView x, View y) const {
  for (Index n = 0; n < y.size(); n += mask_.size()) {
    kernels::multiply(x.data + n, mask_.data, y.data + n, mask_.size());
  }
}

Activations Dropout::forward(const Activations& x, State*, Random* random) {
  mask_ = {};
  if (!random || rate_ == 0) return x;
  const Index rows = masks_ == Masks::rows ? x.values.rows : x.batch;
  mask_ = mask_buffer_.view(rows, x.values.cols);
  draw_mask(mask_, rate_, *random);
  const View y = y_.view(x.values.rows, x.values.cols);
  drop(x.values, y);
  return x.with(y);
}

View Dropout::backward(const Activations&, View d_y, bool) {
  if (mask_.data) drop(d_y, d_y);
  return d_y;
}

}  // namespace

static void fields(Fields& visit, DropoutConfig& c) {
  visit("rate", c.rate);
  common_fields(visit, c);
}

static void fields(Fields& visit, SpatialDropout1DConfig& c) {
  visit("rate", c.rate);
  common_fields(visit, c);
}

template <class Config, Masks masks>
static constexpr LayerKind dropping(const char* type, const char* stem, const char* title) {
  return kind_of<Config>(
      type, stem, title,
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        chain.push_back(std::make_unique<Dropout>(config.name(), config.is<Config>().rate, masks,
                                                  inputs.front()));
      });
}

const LayerKind DropoutConfig::kind =
    dropping<DropoutConfig, Masks::rows>("dropout", "dropout", "Dropout");
const LayerKind SpatialDropout1DConfig::kind = dropping<SpatialDropout1DConfig, Masks::sequences>(
    "spatialDropout1D", "spatial_dropout1d", "SpatialDropout1D");

}  // namespace lstm
