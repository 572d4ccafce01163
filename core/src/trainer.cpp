#include "lstm/trainer.hpp"

#include "lstm/class_weights.hpp"
#include "lstm/error.hpp"

namespace lstm {

Dataset training_data(const Sequential& model, const Tensor& x, const Tensor& y,
                      const Tensor* sample_weight, const FitConfig& config) {
  if (config.class_weight.empty()) return model.dataset(x, y, sample_weight);
  require(!sample_weight, "expected sampleWeight or classWeight in fit, got both");
  const Tensor weights = class_weights(model.compiled().loss, y, config.class_weight);
  return model.dataset(x, y, &weights);
}

Trainer::Trainer(Sequential& model, Dataset data, std::optional<Dataset> validation,
                 const FitConfig& config)
    : model_(model),
      data_(std::move(data)),
      config_(config),
      batches_(data_.size(), config.batch_size),
      epoch_(config.initial_epoch - 1) {
  require_range(config.epochs >= 0, "expected epochs >= 0, got ", config.epochs);
  require_range(config.initial_epoch >= 0, "expected initialEpoch >= 0, got ",
                config.initial_epoch);
  if (validation) validation_.emplace(model, std::move(*validation), config.batch_size);
}

void Trainer::begin_epoch() {
  in_epoch_ = true;
  ++epoch_;
  batch_ = -1;
  training_ = {};
  if (config_.shuffle) {
    batches_.shuffle(model_.random());
  } else {
    batches_.restart();
  }
  if (validation_) validation_->restart();
}

FitEvent Trainer::step() {
  if (!in_epoch_) {
    if (epoch_ + 1 >= config_.epochs) return FitEvent::done;
    begin_epoch();
  }
  if (!batches_.done()) {
    ++batch_;
    try {
      last_batch_ = model_.train_step(data_.gather(batches_.next()));
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(std::string(error.what()) + " at epoch " + std::to_string(epoch_) +
                               ", batch " + std::to_string(batch_) +
                               ": try clipNorm or a lower learningRate");
    }
    training_ += last_batch_;
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
                                     validation_->score().loss(), " after epoch ", epoch_,
                                     ": try clipNorm or a lower learningRate"));
  }
}

}  // namespace lstm
