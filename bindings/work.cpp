// Registers work, and what runs on a stack of layers.
#include "work.hpp"

#include "lstm/early_stopping.hpp"
#include "lstm/prediction.hpp"
#include "lstm/split.hpp"
#include "lstm/states.hpp"
#include "lstm/trainer.hpp"
#include "models.hpp"

namespace lstm::bindings {

namespace {

using Shared = std::shared_ptr<Sequential>;

class Training : public Work {
 public:
  Training(Shared model, Dataset data, std::optional<Dataset> validation, const FitConfig& config)
      : model_(std::move(model)),
        trainer_(*model_, std::move(data), std::move(validation), config) {}

  double step() override { return static_cast<double>(trainer_.step()); }
  void stop() override { trainer_.stop(); }
  Text unscaled() const override { return trainer_.unscaled(); }
  void tell(Numbers& numbers) const override {
    for (const Index n :
         {trainer_.epoch(), trainer_.batch(), trainer_.epochs(), trainer_.batches()})
      numbers.push_back(static_cast<double>(n));
    numbers.push_back(trainer_.learning_rate());
  }
  // Of the last batch, of the epoch, or of the validation data.
  Numbers logs(unsigned which) const override {
    const Score* scores[] = {&trainer_.last_batch(), &trainer_.training(), trainer_.validation()};
    return logs_of(*scores[which], model_->compiled().metrics);
  }

 private:
  Shared model_;
  Trainer trainer_;
};

class Evaluating : public Work {
 public:
  Evaluating(Shared model, Dataset data, Index batch_size)
      : model_(std::move(model)), evaluation_(*model_, std::move(data), batch_size) {}

  double step() override { return evaluation_.step(); }
  Numbers logs(unsigned) const override {
    return logs_of(evaluation_.score(), model_->compiled().metrics);
  }

 private:
  Shared model_;
  Evaluation evaluation_;
};

class Predicting : public Work {
 public:
  Predicting(Shared model, Inputs inputs, Index batch_size, std::optional<States> states)
      : model_(std::move(model)),
        prediction_(*model_, std::move(inputs), batch_size, std::move(states)) {}

  double step() override { return prediction_.step(); }
  Tensors* result() override { return new Tensors(Gates{{"y", std::move(prediction_).result()}}); }

 private:
  Shared model_;
  Prediction prediction_;
};

Dataset dataset_of(const Sequential& model, const Tensors& given) {
  return model.dataset(given["x"], given["y"], given.find("sampleWeight"));
}

Work* new_trainer(const Model& model, const Tensors& given, double split, const Text& options) {
  const auto config = parsed<FitConfig>(options, "fit");
  const Sequential& its = *model.shared;
  const Tensor* weights = given.find("sampleWeight");
  if (split == 0) {
    std::optional<Dataset> validation;
    if (const Tensor* x = given.find("validationX")) {
      validation = its.dataset(*x, given["validationY"], given.find("validationWeight"));
    }
    return new Training(model.shared, training_data(its, given["x"], given["y"], weights, config),
                        std::move(validation), config);
  }
  const auto [x, x_rest] = validation_split(given["x"], split);
  const auto [y, y_rest] = validation_split(given["y"], split);
  std::pair<Tensor, Tensor> parts;
  if (weights) parts = validation_split(*weights, split);
  return new Training(model.shared,
                      training_data(its, x, y, weights ? &parts.first : nullptr, config),
                      its.dataset(x_rest, y_rest, weights ? &parts.second : nullptr), config);
}

Work* new_prediction(const Model& model, const Tensors& given, const Tensors* states,
                     const Text& options) {
  const auto [batch_size] = parsed<BatchConfig>(options, "predict");
  std::optional<States> begin;
  if (states) begin = states_of(model.network(), values_of(*states));
  return new Predicting(model.shared, model.shared->inputs(given["x"]), batch_size,
                        std::move(begin));
}

}  // namespace

Numbers logs_of(const Score& score, const Metrics& metrics) {
  Numbers numbers{score.loss()};
  if (metrics.accuracy) numbers.push_back(score.accuracy());
  if (metrics.mse) numbers.push_back(score.mse());
  if (metrics.mae) numbers.push_back(score.mae());
  return numbers;
}

EMSCRIPTEN_BINDINGS(work) {
  using emscripten::function;
  function("object.step", guarded<[](Work& self) { return self.step(); }>);
  function("object.stop", guarded<[](Work& self) { self.stop(); }>);
  function("object.unscaled", guarded<[](Work& self) { return self.unscaled(); }>);
  function("object.setRate",
           guarded<[](Work& self, const Text& options) { self.set_rate(rate(options)); }>);
  function("object.numbers:view", guarded<[](Work& self) {
             self.numbers.clear();
             self.tell(self.numbers);
             return view_of(self.numbers);
           }>);
  function("object.logs:view", guarded<[](Work& self, unsigned which) {
             self.numbers = self.logs(which);
             return view_of(self.numbers);
           }>);
  function("object.result:object", guarded<[](Work& self) { return self.result(); }>);

  function("module.newTrainer:object", guarded<&new_trainer>);
  function("module.newEvaluation:object",
           guarded<[](Model& model, const Tensors& given, const Text& options) {
             const auto [batch_size] = parsed<BatchConfig>(options, "evaluate");
             return new Evaluating(model.shared, dataset_of(*model.shared, given), batch_size);
           }>);
  function("module.newPrediction:object", guarded<&new_prediction>);
  function("object.trainOnBatch:view", guarded<[](Model& self, const Tensors& given) {
             static Numbers logs;
             const Score score =
                 self.shared->train_on_batch(given["x"], given["y"], given.find("sampleWeight"));
             logs = logs_of(score, self.shared->compiled().metrics);
             return view_of(logs);
           }>);
  function(
      "object.unscaledBatch", guarded<[](Model& self, const Tensors& given) {
        return dataset_of(*self.shared, given).unscaled(self.network(), given["x"].shape.front());
      }>);
}

}  // namespace lstm::bindings
