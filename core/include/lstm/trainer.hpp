// Training on a data set for some epochs. It advances by one batch a call and says what happened;
// whoever drives it decides when to report, pause or stop.
#pragma once

#include <map>
#include <optional>

#include "lstm/evaluation.hpp"

namespace lstm {

struct FitConfig {
  Index epochs = 1;         // in all, the earlier ones included
  Index initial_epoch = 0;  // so many were done before
  Index batch_size = 32;
  bool shuffle = true;
  std::map<Token, float> class_weight = {};  // see training_data()
};

// What a fit trains on: samples with weights of their own, or by their classes where
// config.class_weight names any. Throws as Dataset and class_weights do, std::invalid_argument for
// weights of both kinds.
Dataset training_data(const Sequential& model, const Examples& examples, const FitConfig& config);
Dataset training_data(const Sequential& model, const Tensor& x, const Tensor& y,
                      const Tensor* sample_weight, const FitConfig& config);

// What a step did: trained a batch, scored one of the validation data, closed an epoch, or nothing,
// since all epochs are done.
enum class FitEvent { batch, validation, epoch, done };

// The model must outlive it.
class Trainer {
 public:
  // Throws std::out_of_range for epochs < 0, an initial_epoch that is not in 0 ... epochs, a
  // batch_size < 1, or a learning rate of 0 all along; std::invalid_argument for batches, also of
  // the validation data, that are not all alike where a layer is stateful.
  Trainer(Sequential& model, Dataset data, std::optional<Dataset> validation,
          const FitConfig& config);

  // Throws std::runtime_error naming epoch and batch where the loss is not finite; or the epoch,
  // where that of the validation data is not. Validation begins at zeros, and leaves the states and
  // random numbers of the training alone.
  FitEvent step();

  // No more batches: the epoch that has begun ends with those that it has, and is validated.
  void stop() { stopped_ = true; }

  Index epoch() const { return epoch_; }  // counted from 0; at an epoch's event, the one closed
  Index batch() const { return batch_; }  // counted from 0 within the epoch
  Index epochs() const { return config_.epochs; }
  Index batches() const { return batches_.count(); }  // of an epoch
  // Of the first batch; see Dataset.
  std::string unscaled() const { return data_.unscaled(model_.network(), config_.batch_size); }
  const Scores& last_batch() const { return last_batch_; }
  float learning_rate() const { return rate_; }       // of the last batch
  const Scores& training() const { return scores_; }  // of the epoch so far, as it learned
  const Scores* validation() const { return validation_ ? &validation_->scores() : nullptr; }

 private:
  void begin_epoch();
  bool validate();
  void train_batch();

  Sequential& model_;
  std::shared_ptr<const void> training_;
  Dataset data_;
  std::optional<Evaluation> validation_;
  FitConfig config_;
  Batches batches_;
  Index epoch_, batch_ = -1;
  bool in_epoch_ = false, stopped_ = false;
  float rate_ = 0;
  Scores last_batch_, scores_;
};

}  // namespace lstm
