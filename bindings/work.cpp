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
    const Scores* scores[] = {&trainer_.last_batch(), &trainer_.training(), trainer_.validation()};
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
    return logs_of(evaluation_.scores(), model_->compiled().metrics);
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
  Tensors* result() override { return new Tensors(std::move(prediction_).results()); }

 private:
  Shared model_;
  Prediction prediction_;
};

// What a call is given for a model.
struct Data {
  std::vector<const Tensor*> x, y, weights;

  Data(const Model& model, const Tensors& given, const char* its_x = "x", const char* its_y = "y",
       const char* its_weights = "sampleWeight")
      : x(given.several(its_x, model.shared->input_names().size())),
        y(given.several(its_y, model.shared->outputs())),
        weights(given.several(its_weights, model.shared->outputs())) {}

  operator Examples() const { return {x, y, weights}; }
};

// Two parts of each tensor.
struct Split {
  Tensors first, rest;

  Split(const Tensors& given, double share) {
    for (const auto& [name, whole] : given.all) {
      auto [begin, end] = validation_split(whole, share);
      first.all.push_back({name, std::move(begin)});
      rest.all.push_back({name, std::move(end)});
    }
  }
};

Work* new_trainer(const Model& model, const Tensors& given, double split, const Text& options) {
  const auto config = parsed<FitConfig>(options, "fit");
  const Sequential& its = *model.shared;
  if (split != 0) {
    const Split parts(given, split);
    return new Training(model.shared, training_data(its, Data(model, parts.first), config),
                        its.dataset(Data(model, parts.rest)), config);
  }
  const Data validation(model, given, "validationX", "validationY", "validationWeight");
  std::optional<Dataset> set;
  if (validation.x.front()) set = its.dataset(validation);
  return new Training(model.shared, training_data(its, Data(model, given), config), std::move(set),
                      config);
}

Work* new_prediction(const Model& model, const Tensors& given, const Tensors* states,
                     const Text& options) {
  const auto [batch_size] = parsed<BatchConfig>(options, "predict");
  std::optional<States> begin;
  if (states) begin = states_of(model.network(), values_of(*states));
  const auto x = given.several("x", model.shared->input_names().size());
  return new Predicting(model.shared, model.shared->inputs(x), batch_size, std::move(begin));
}

}  // namespace

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
             return new Evaluating(model.shared, model.shared->dataset(Data(model, given)),
                                   batch_size);
           }>);
  function("module.newPrediction:object", guarded<&new_prediction>);
  function("object.trainOnBatch:view", guarded<[](Model& self, const Tensors& given) {
             static Numbers logs;
             logs = logs_of(self.shared->train_on_batch(Data(self, given)),
                            self.shared->compiled().metrics);
             return view_of(logs);
           }>);
  function("object.unscaledBatch", guarded<[](Model& self, const Tensors& given) {
             const Data data(self, given);
             return self.shared->dataset(data).unscaled(self.network(),
                                                        data.x.front()->shape.front());
           }>);
}

}  // namespace lstm::bindings
