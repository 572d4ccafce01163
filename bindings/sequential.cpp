// Registers sequential models, and what runs on them.
#include "lstm/model_file.hpp"
#include "lstm/prediction.hpp"
#include "lstm/split.hpp"
#include "lstm/states.hpp"
#include "models.hpp"

namespace lstm::bindings {

namespace {

using RunningTrainer = Running<Model, Trainer>;
using RunningEvaluation = Running<Model, Evaluation>;
using RunningPrediction = Running<Model, Prediction>;
using Scored = Running<Model, Score>;

// The names that logs have, in order.
Text log_names(const Sequential& model) {
  std::vector<std::string> names;
  for (const auto& [name, value] : named({}, model.compiled().metrics)) names.push_back(name);
  return to_json(names);
}

double logged(const Model& model, const Score& score, int which) {
  return named(score, model->compiled().metrics).at(static_cast<std::size_t>(which)).second;
}

RunningTrainer* new_trainer(const Model& model, const Tensor& x, const Tensor& y,
                            const Tensor* weights, const Tensor* validation_x,
                            const Tensor* validation_y, const Tensor* validation_weights,
                            double split, const Text& options) {
  const auto config = parsed<FitConfig>(options, "fit");
  if (split == 0) {
    std::optional<Dataset> validation;
    if (validation_x) validation = model->dataset(*validation_x, *validation_y, validation_weights);
    return new RunningTrainer{model, Trainer(*model, training_data(*model, x, y, weights, config),
                                             std::move(validation), config)};
  }
  const auto [x_first, x_rest] = validation_split(x, split);
  const auto [y_first, y_rest] = validation_split(y, split);
  std::pair<Tensor, Tensor> parts;
  if (weights) parts = validation_split(*weights, split);
  return new RunningTrainer{
      model,
      Trainer(*model,
              training_data(*model, x_first, y_first, weights ? &parts.first : nullptr, config),
              model->dataset(x_rest, y_rest, weights ? &parts.second : nullptr), config)};
}

RunningPrediction* new_prediction(const Model& model, const Tensor& x, const Dict* states,
                                  const Text& options) {
  const auto [batch_size] = parsed<BatchConfig>(options, "predict");
  std::optional<States> given;
  if (states) given = states_of(model->network(), *states);
  return new RunningPrediction{model,
                               Prediction(*model, model->inputs(x), batch_size, std::move(given))};
}

}  // namespace

EMSCRIPTEN_BINDINGS(model) {
  register_model<Sequential>("Model");
  function(".newModel:Model", guarded<[](const Text& options, Index threads) {
             ModelConfig config = parsed<ModelConfig>(options, "sequential");
             return new Model(std::make_shared<Sequential>(std::move(config.layers), config.seed,
                                                           pool_of(threads)));
           }>);
  function(".newModelOfFile:Model", guarded<[](const Bytes& bytes, Index threads) {
             return new Model(load_model(bytes, pool_of(threads)));
           }>);
  function("Model.compile", guarded<[](Model& self, const Text& options) {
             self->compile(parsed<CompileConfig>(options, "compile"));
           }>);
  function("Model.logNames",
           guarded<[](Model& self) { return self->is_compiled() ? log_names(*self) : "[]"; }>);
  function("Model.setTrainable", guarded<[](Model& self, const Text& layer, bool trainable) {
             self->set_trainable(layer, trainable);
           }>);
  function("Model.resetStates", guarded<[](Model& self) { self->reset_states(); }>);
  function("Model.states:Dict", guarded<[](Model& self) {
             return new Dict(named_states(self->network(), self->last_states()));
           }>);
  function("Model.setStates", guarded<[](Model& self, const Dict& states) {
             self->set_states(states_of(self->network(), states));
           }>);
  function(
      "Model.setLearningRate",
      guarded<[](Model& self, const Text& options) { self->set_learning_rate(rate(options)); }>);
  function("Model.save:Bytes", guarded<[](Model& self, bool with_optimizer) {
             return new Bytes(save(*self, with_optimizer));
           }>);
  function(".newLayers:Layers",
           guarded<[](Model& model, const Tensor& x) { return new Layers(inspect(*model, x)); }>);
}

EMSCRIPTEN_BINDINGS(work) {
  function(".newTrainedBatch:Scored",
           guarded<[](Model& model, const Tensor& x, const Tensor& y, const Tensor* weights) {
             return new Scored{model, model->train_on_batch(x, y, weights)};
           }>);
  function(".unscaled",
           guarded<[](Model& model, const Tensor& x, const Tensor& y, const Tensor* weights) {
             return model->dataset(x, y, weights).unscaled(model->network(), x.shape.front());
           }>);
  function("Scored.log",
           guarded<[](Scored& self, int which) { return logged(self.model, self.work, which); }>);
  deletable<Scored>("Scored.delete");

  using Training = RunningTrainer;
  function(".newTrainer:Trainer", guarded<&new_trainer>);
  function("Trainer.step",
           guarded<[](Training& self) { return static_cast<int>(self.work.step()); }>);
  function("Trainer.stop", guarded<[](Training& self) { self.work.stop(); }>);
  function("Trainer.learningRate",
           guarded<[](Training& self) { return static_cast<double>(self.work.learning_rate()); }>);
  function("Trainer.epoch", guarded<[](Training& self) { return self.work.epoch(); }>);
  function("Trainer.batch", guarded<[](Training& self) { return self.work.batch(); }>);
  function("Trainer.epochs", guarded<[](Training& self) { return self.work.epochs(); }>);
  function("Trainer.batches", guarded<[](Training& self) { return self.work.batches(); }>);
  function("Trainer.unscaled", guarded<[](Training& self) { return self.work.unscaled(); }>);
  function("Trainer.batchLog", guarded<[](Training& self, int which) {
             return logged(self.model, self.work.last_batch(), which);
           }>);
  function("Trainer.epochLog", guarded<[](Training& self, int which) {
             return logged(self.model, self.work.training(), which);
           }>);
  function("Trainer.validationLog", guarded<[](Training& self, int which) {
             return logged(self.model, *self.work.validation(), which);
           }>);
  deletable<Training>("Trainer.delete");

  function(".newEvaluation:Evaluation", guarded<[](Model& model, const Tensor& x, const Tensor& y,
                                                   const Tensor* weights, const Text& options) {
             const auto [batch_size] = parsed<BatchConfig>(options, "evaluate");
             return new RunningEvaluation{
                 model, Evaluation(*model, model->dataset(x, y, weights), batch_size)};
           }>);
  function("Evaluation.step", guarded<[](RunningEvaluation& self) { return self.work.step(); }>);
  function("Evaluation.log", guarded<[](RunningEvaluation& self, int which) {
             return logged(self.model, self.work.score(), which);
           }>);
  deletable<RunningEvaluation>("Evaluation.delete");

  function(".newPrediction:Prediction", guarded<&new_prediction>);
  function("Prediction.step", guarded<[](RunningPrediction& self) { return self.work.step(); }>);
  function("Prediction.shape:View",
           guarded<[](RunningPrediction& self) { return view_of(self.work.result().shape); }>);
  function("Prediction.lengths:View",
           guarded<[](RunningPrediction& self) { return view_of(self.work.result().lengths); }>);
  function("Prediction.elements:View",
           guarded<[](RunningPrediction& self) { return elements(self.work.result()); }>);
  deletable<RunningPrediction>("Prediction.delete");

  function(".newEarlyStopping:EarlyStopping", guarded<[](const Text& options) {
             return new EarlyStopping(parsed<EarlyStoppingConfig>(options, "earlyStopping"));
           }>);
  function("EarlyStopping.monitor",
           guarded<[](EarlyStopping& self) { return self.config().monitor; }>);
  deletable<EarlyStopping>("EarlyStopping.delete");

  function(".newPlateau:Plateau", guarded<[](const Text& options) {
             return new Plateau(parsed<PlateauConfig>(options, "reduceLROnPlateau"));
           }>);
  function("Plateau.monitor", guarded<[](Plateau& self) { return self.config().monitor; }>);
  function("Plateau.update", guarded<[](Plateau& self, double value, double rate) {
             return static_cast<double>(self.update(value, static_cast<float>(rate)));
           }>);
  deletable<Plateau>("Plateau.delete");
}

}  // namespace lstm::bindings
