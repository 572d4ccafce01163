#include "lstm/trainer.hpp"

#include <algorithm>
#include <limits>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "learning/class_weights.hpp"
#include "lstm/error.hpp"

namespace lstm {

Dataset training_data(const Sequential& model, const Examples& examples, const FitConfig& config) {
  if (config.class_weight.empty()) return model.dataset(examples);
  const bool weighted = std::ranges::any_of(examples.weights, [](const auto* its) { return its; });
  require(!weighted, "expected sampleWeight or classWeight in fit, got both");
  require(model.network().outputs() == 1, "expected classWeight of a model of one output, got ",
          model.network().outputs());
  const Tensor weights = class_weights(model.compiled().loss, *examples.y[0], config.class_weight);
  const Tensor* its = &weights;
  return model.dataset({examples.x, examples.y, {&its, 1}});
}

Dataset training_data(const Sequential& model, const Tensor& x, const Tensor& y,
                      const Tensor* sample_weight, const FitConfig& config) {
  return training_data(model, Example{&x, &y, sample_weight}, config);
}

Trainer::Trainer(Sequential& model, Dataset data, std::optional<Dataset> validation,
                 const FitConfig& config)
    : model_(model),
      training_(model.begin_training()),
      data_(std::move(data)),
      config_(config),
      batches_(data_.size(), config.batch_size),
      epoch_(config.initial_epoch - 1),
      last_batch_(model.zero_scores()),
      scores_(model.zero_scores()) {
  require_range(config.epochs >= 0, "expected epochs >= 0, got ", config.epochs);
  require_range(config.initial_epoch >= 0, "expected initialEpoch >= 0, got ",
                config.initial_epoch);
  require_range(config.initial_epoch <= config.epochs, "expected initialEpoch of 0 to ",
                config.epochs, ", got ", config.initial_epoch);
  if (model.network().stateful()) {
    check_batches(data_.size(), validation ? validation->size() : 0, config.batch_size);
  }
  const std::int64_t steps =
      static_cast<std::int64_t>(config.epochs - config.initial_epoch) * batches_.count();
  model.optimizer().check_learns(
      static_cast<Index>(std::min<std::int64_t>(steps, std::numeric_limits<Index>::max() / 2)));
  if (validation) validation_.emplace(model, std::move(*validation), config.batch_size);
}

void Trainer::begin_epoch() {
  in_epoch_ = true;
  ++epoch_;
  batch_ = -1;
  scores_.clear();
  if (config_.shuffle) {
    batches_.shuffle(model_.random());
  } else {
    batches_.restart();
  }
  if (validation_) validation_->restart();
}

void Trainer::train_batch() {
  ++batch_;
  rate_ = model_.optimizer().learning_rate();
  try {
    last_batch_ = model_.train_step(data_.gather(batches_.next()));
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(std::string(error.what()) + " at epoch " + std::to_string(epoch_) +
                             ", batch " + std::to_string(batch_) +
                             ": try clipNorm or a lower learningRate");
  }
  scores_ += last_batch_;
}

FitEvent Trainer::step() {
  if (!in_epoch_) {
    if (stopped_ || epoch_ + 1 >= config_.epochs) return FitEvent::done;
    model_.check_carried(std::min(config_.batch_size, data_.size()));
    begin_epoch();
  }
  if (!stopped_ && !batches_.done()) {
    train_batch();
    return FitEvent::batch;
  }
  if (validation_ && validate()) return FitEvent::validation;
  in_epoch_ = false;
  return FitEvent::epoch;
}

bool Trainer::validate() {
  try {
    return validation_->step();
  } catch (const std::runtime_error&) {
    in_epoch_ = false;
    throw std::runtime_error(message("expected a finite loss of the validation data, got ",
                                     validation_->scores().loss(), " after epoch ", epoch_,
                                     ": try clipNorm or a lower learningRate"));
  }
}

}  // namespace lstm
