#include "lstm/embedding.hpp"

#include "kernels/gemm.hpp"
#include "lstm/error.hpp"
#include "lstm/initializer.hpp"

namespace lstm {

Embedding::Embedding(const EmbeddingConfig& config, const Signature& input)
    : Layer(config.name), config_(config) {
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

void Embedding::initialize(Random& random) { normal(weight_, random); }

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

}  // namespace lstm
