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
  const ActivationKind head = network().head();
  require(config.loss != LossKind::binary_crossentropy || head == ActivationKind::sigmoid,
          "expected activation 'sigmoid' in the last layer for loss 'binaryCrossentropy'");
  require(config.loss != LossKind::sparse_categorical_crossentropy ||
              head == ActivationKind::softmax,
          "expected activation 'softmax' in the last layer for loss "
          "'sparseCategoricalCrossentropy'");
  require(!config.accuracy || config.loss != LossKind::mean_squared_error,
          "expected a cross-entropy loss for metric 'accuracy', got 'meanSquaredError'");
  optimizer_ = Optimizer(config.optimizer);
  compiled_ = config;
}

const CompileConfig& Sequential::compiled() const {
  if (!compiled_) throw std::logic_error(message("expected compile() before training or scoring"));
  return *compiled_;
}

Dataset Sequential::dataset(const Tensor& x, const Tensor& y) const {
  return Dataset(network(), compiled().loss, x, y);
}

LossKind Sequential::loss_of(const Batch& batch) const {
  const LossKind loss = compiled().loss;
  const bool sparse = loss == LossKind::sparse_categorical_crossentropy;
  require(sparse == !batch.y.labels.empty(),
          "expected the targets of the loss that they were made for: was the model compiled anew "
          "meanwhile?");
  return loss;
}

Score Sequential::train_step(const Batch& batch, States* states) {
  const Score result = replicas_.train(batch, states, loss_of(batch));
  if (!std::isfinite(result.loss())) {
    throw std::runtime_error(message("expected a finite loss, got ", result.loss()));
  }
  Parameters& parameters = network().parameters();
  optimizer_.step(parameters.values(), parameters.gradients());
  return result;
}

Score Sequential::score(const Batch& batch, States* states) {
  return replicas_.score(batch, states, loss_of(batch));
}

ConstView Sequential::infer(const Activations& x, States* states) {
  return replicas_.infer(x, states);
}

Score Sequential::train_on_batch(const Tensor& x, const Tensor& y) {
  Dataset data = dataset(x, y);
  std::vector<Index> all(static_cast<std::size_t>(data.size()));
  std::iota(all.begin(), all.end(), Index{0});
  return train_step(data.gather(all));
}

Score Sequential::evaluate(const Tensor& x, const Tensor& y, Index batch_size) {
  Evaluation evaluation(*this, dataset(x, y), batch_size);
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
