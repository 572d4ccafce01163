#include "lstm/sequential.hpp"

#include <cmath>
#include <numeric>

#include "lstm/error.hpp"
#include "lstm/evaluation.hpp"
#include "lstm/prediction.hpp"

namespace lstm {

Sequential::Sequential(std::vector<LayerConfig> layers, std::uint64_t seed,
                       std::shared_ptr<Pool> pool)
    : random_(seed), replicas_(Network(std::move(layers), random_), std::move(pool)) {}

void Sequential::compile(const CompileConfig& config) {
  if (takes_logits(config.loss)) {
    const bool binary = config.loss == LossKind::binary_crossentropy;
    require(network().head() == (binary ? ActivationKind::sigmoid : ActivationKind::softmax),
            "expected activation '", binary ? "sigmoid" : "softmax", "' in the last layer for loss '",
            name_of(config.loss), "'");
  } else {
    require(!config.metrics.accuracy, "expected a cross-entropy loss for metric 'accuracy', got '",
            name_of(config.loss), "'");
  }
  optimizer_ = Optimizer(config.optimizer);
  compiled_ = config;
}

const CompileConfig& Sequential::compiled() const {
  if (!compiled_) throw std::logic_error(message("expected compile() before training or scoring"));
  return *compiled_;
}

Dataset Sequential::dataset(const Tensor& x, const Tensor& y, const Tensor* sample_weight) const {
  return Dataset(network(), compiled().loss, x, y, sample_weight);
}

const CompileConfig& Sequential::compiled_for(const Batch& batch) const {
  const bool sparse = compiled().loss == LossKind::sparse_categorical_crossentropy;
  require(sparse == !batch.y.labels.empty(),
          "expected the targets of the loss that they were made for: was the model compiled anew "
          "meanwhile?");
  return *compiled_;
}

Score Sequential::train_step(const Batch& batch, States* states) {
  const auto& [loss, optimizer, metrics] = compiled_for(batch);
  const Score result = replicas_.train(batch, states, loss, metrics);
  if (!std::isfinite(result.loss())) {
    throw std::runtime_error(message("expected a finite loss, got ", result.loss()));
  }
  Parameters& parameters = network().parameters();
  optimizer_.step(parameters.values(), parameters.gradients());
  return result;
}

Score Sequential::score(const Batch& batch, States* states) {
  const auto& [loss, optimizer, metrics] = compiled_for(batch);
  return replicas_.score(batch, states, loss, metrics);
}

ConstView Sequential::infer(const Activations& x, States* states) {
  return replicas_.infer(x, states);
}

Score Sequential::train_on_batch(const Tensor& x, const Tensor& y, const Tensor* sample_weight) {
  Dataset data = dataset(x, y, sample_weight);
  std::vector<Index> all(static_cast<std::size_t>(data.size()));
  std::iota(all.begin(), all.end(), Index{0});
  return train_step(data.gather(all));
}

Score Sequential::evaluate(const Tensor& x, const Tensor& y, Index batch_size,
                           const Tensor* sample_weight) {
  Evaluation evaluation(*this, dataset(x, y, sample_weight), batch_size);
  while (evaluation.step()) {
  }
  return evaluation.score();
}

Tensor Sequential::predict(const Tensor& x, Index batch_size) {
  Prediction prediction(*this, inputs(x), batch_size);
  while (prediction.step()) {
  }
  return prediction.result();
}

}  // namespace lstm
