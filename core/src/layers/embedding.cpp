#include "lstm/embedding.hpp"

#include "kernels/gemm.hpp"
#include "layers/initializer.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

class Embedding : public Through {
 public:
  Embedding(const EmbeddingConfig& config, const Signature& input);

  Signature output() const override { return {config_.output_dim, true, false, time_}; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  bool enters() const override { return true; }
  void initialize(Random& random) override { normal(weight_, random); }
  void mask_out(const Activations& x, std::span<Flag> mask) const override;

  // No values need be written when the table is the smaller, nor of a single token, whose row the
  // next layer may know already.
  void fold(Takes when) override { folds_ = when; }

  // Every token must be below V: the caller checks, once, where data come in.
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  EmbeddingConfig config_;
  Index time_;
  Takes folds_ = Takes::never;
  View weight_, d_weight_;
  std::vector<Flag> mask_;  // [T * B]
  Buffer y_;                // [T * B, E]
};

Embedding::Embedding(const EmbeddingConfig& config, const Signature& input)
    : Through(config.name), config_(config), time_(input.time) {
  require(input.tokens, "expected embedding '", name(), "' to be the first layer");
  check_extent(config.input_dim, "inputDim", name());
  check_extent(config.output_dim, "outputDim", name());
}

std::vector<ParameterSpec> Embedding::parameters() const {
  return {{name() + ".weight", {config_.input_dim, config_.output_dim}}};
}

void Embedding::bind(std::span<const Parameter> parameters) {
  weight_ = parameters[0].value;
  d_weight_ = parameters[0].gradient;
}

void Embedding::mask_out(const Activations& x, std::span<Flag> mask) const {
  if (!config_.mask_zero) return;
  for (std::size_t n = 0; n < mask.size(); ++n) {
    if (x.tokens[n] == 0) mask[n] = 0;
  }
}

Activations Embedding::forward(const Activations& x, State*, Random* random) {
  const auto mask = config_.mask_zero ? masked(*this, x, mask_) : x.mask;
  const auto rows = static_cast<Index>(x.tokens.size());
  const bool folds = folds_ == Takes::always || (folds_ == Takes::out_of_training && !random);
  if (folds && (config_.input_dim < rows || rows == 1)) {
    return {x.time, x.batch, {}, x.tokens, {weight_, d_weight_}, mask, x.lengths};
  }
  const View y = y_.view(rows, config_.output_dim);
  kernels::gather_rows(weight_, x.tokens, y);
  return {x.time, x.batch, y, {}, {}, mask, x.lengths};
}

View Embedding::backward(const Activations& x, View d_y, bool) {
  // Nothing comes back where the next layer took the table: it added to d_weight itself.
  if (d_y.rows > 0) kernels::scatter_rows(d_y, x.tokens, d_weight_);
  return {};
}

}  // namespace

static void fields(Fields& visit, EmbeddingConfig& c) {
  visit("inputDim", c.input_dim);
  visit("outputDim", c.output_dim);
  visit("maskZero", c.mask_zero);
  common_fields(visit, c);
}

const LayerKind EmbeddingConfig::kind =
    kind_of<EmbeddingConfig, Embedding>("embedding", "embedding", "Embedding");

}  // namespace lstm
