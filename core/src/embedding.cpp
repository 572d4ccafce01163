#include "lstm/embedding.hpp"

#include <algorithm>

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

Activations Embedding::forward(const Activations& x, State*, Random* random) {
  const auto mask = mask_of(x);
  const auto rows = static_cast<Index>(x.tokens.size());
  const bool folds = folds_ == Takes::always || (folds_ == Takes::out_of_training && !random);
  if (folds && (config_.input_dim < rows || rows == 1)) {
    return {x.time, x.batch, {}, x.tokens, {weight_, d_weight_}, mask};
  }
  const View y = y_.view(rows, config_.output_dim);
  kernels::gather_rows(weight_, x.tokens, y);
  return {x.time, x.batch, y, {}, {}, mask};
}

// Empty where there is no padding.
std::span<const Flag> Embedding::mask_of(const Activations& x) {
  if (!config_.mask_zero) return x.mask;
  mask_.resize(x.tokens.size());
  for (std::size_t n = 0; n < mask_.size(); ++n) {
    mask_[n] = x.tokens[n] != 0 && (x.mask.empty() || x.mask[n]);
  }
  if (std::ranges::count(mask_, Flag{0}) == 0) return {};
  return mask_;
}

View Embedding::backward(const Activations& x, View d_y, bool) {
  // Nothing comes back where the next layer took the table: it added to d_weight itself.
  if (d_y.rows > 0) kernels::scatter_rows(d_y, x.tokens, d_weight_);
  return {};
}

}  // namespace lstm
