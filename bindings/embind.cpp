// Registers the core with JavaScript. It adds no maths and checks nothing that core checks.
#include <emscripten/bind.h>

#include <memory>

#include "configs.hpp"
#include "guard.hpp"
#include "lstm/prediction.hpp"

namespace lstm::bindings {

using emscripten::class_;
using emscripten::val;

// Handles keep the model alive that they work on, whatever JavaScript disposes of first.
using Model = std::shared_ptr<Sequential>;
using TextModel = std::shared_ptr<LanguageModel>;
template <class Model, class Work>
struct Running {
  Model model;
  Work work;
};
using RunningTrainer = Running<Model, Trainer>;
using RunningEvaluation = Running<Model, Evaluation>;
using RunningPrediction = Running<Model, Prediction>;
using RunningTextTrainer = Running<TextModel, LanguageTrainer>;
using RunningTextEvaluation = Running<TextModel, LanguageEvaluation>;
using RunningGenerator = Running<TextModel, Generator>;

// One for all models, as long as there are any; then JavaScript is told.
std::weak_ptr<Pool> shared_pool;

std::shared_ptr<Pool> pool_of(Index threads) {
  if (threads == 1) return nullptr;
  std::shared_ptr<Pool> pool = shared_pool.lock();
  if (pool) return pool;
  pool = std::shared_ptr<Pool>(new Pool(threads), [](Pool* ended) {
    delete ended;
    val::module_property("poolEnded")();
  });
  shared_pool = pool;
  return pool;
}

Tensor* new_tensor(const val& shape, bool whole) {
  Tensor tensor;
  tensor.shape = emscripten::convertJSArrayToNumberVector<Index>(shape);
  const auto size = static_cast<std::size_t>(tensor.size());
  if (whole) {
    tensor.data = std::vector<Token>(size);
  } else {
    tensor.data = std::vector<float>(size);
  }
  return new Tensor(std::move(tensor));
}

// Valid until the next call into the module, which may move the memory.
val elements(Tensor& tensor) {
  return std::visit([](auto& data) { return val(emscripten::typed_memory_view(data.size(), data.data())); },
                    tensor.data);
}

val logs(Sequential& model, const Score& score, const char* prefix, val into) {
  into.set(std::string(prefix) + "loss", score.loss());
  if (model.compiled().accuracy) into.set(std::string(prefix) + "accuracy", score.accuracy());
  return into;
}

val logs(Sequential& model, const Score& score) { return logs(model, score, "", val::object()); }

val epoch_logs(RunningTrainer& self) {
  const Trainer& trainer = self.work;
  val all = logs(*self.model, trainer.training());
  return trainer.validation() ? logs(*self.model, *trainer.validation(), "val_", all) : all;
}

RunningTrainer* new_trainer(Model model, const Tensor& x, const Tensor& y, const Tensor* validation_x,
                            const Tensor* validation_y, const val& options) {
  std::optional<Dataset> validation;
  if (validation_x) validation = model->dataset(*validation_x, *validation_y);
  return new RunningTrainer{
      model, Trainer(*model, model->dataset(x, y), std::move(validation), fit_config(options))};
}

const std::vector<Token>& tokens(const Tensor& text) {
  return std::get<std::vector<Token>>(text.data);
}

EMSCRIPTEN_BINDINGS(lstm) {
  class_<Tensor>("Tensor").function("elements", guarded<&elements>);
  emscripten::function("newTensor", guarded<&new_tensor>, emscripten::allow_raw_pointers());

  class_<Sequential>("Model")
      .smart_ptr<Model>("Model")
      .function("compile", guarded<[](Sequential& self, val options) {
                  self.compile(compile_config(options));
                }>)
      .function("trainOnBatch", guarded<[](Sequential& self, const Tensor& x, const Tensor& y) {
                  return logs(self, self.train_on_batch(x, y));
                }>)
      .function("countParams", guarded<[](Sequential& self) {
                  return static_cast<double>(self.network().parameters().count());
                }>);
  emscripten::function("newModel", guarded<[](val options, Index threads) {
                         ModelConfig config = model_config(options);
                         return std::make_shared<Sequential>(std::move(config.layers), config.seed,
                                                             pool_of(threads));
                       }>);
  emscripten::function("pooled", guarded<[] { return !shared_pool.expired(); }>);

  class_<RunningTrainer>("Trainer")
      .function("step", guarded<[](RunningTrainer& self) { return static_cast<int>(self.work.step()); }>)
      .function("epoch", guarded<[](RunningTrainer& self) { return self.work.epoch(); }>)
      .function("batch", guarded<[](RunningTrainer& self) { return self.work.batch(); }>)
      .function("epochs", guarded<[](RunningTrainer& self) { return self.work.epochs(); }>)
      .function("batches", guarded<[](RunningTrainer& self) { return self.work.batches(); }>)
      .function("batchLogs", guarded<[](RunningTrainer& self) {
                  return logs(*self.model, self.work.last_batch());
                }>)
      .function("epochLogs", guarded<&epoch_logs>);
  emscripten::function("newTrainer", guarded<&new_trainer>, emscripten::allow_raw_pointers());

  class_<RunningEvaluation>("Evaluation")
      .function("step", guarded<[](RunningEvaluation& self) { return self.work.step(); }>)
      .function("logs", guarded<[](RunningEvaluation& self) {
                  return logs(*self.model, self.work.score());
                }>);
  emscripten::function(
      "newEvaluation", guarded<[](Model model, const Tensor& x, const Tensor& y, val options) {
        return new RunningEvaluation{model, Evaluation(*model, model->dataset(x, y),
                                                       batch_size(options, "evaluate"))};
      }>,
      emscripten::allow_raw_pointers());

  class_<RunningPrediction>("Prediction")
      .function("step", guarded<[](RunningPrediction& self) { return self.work.step(); }>)
      .function("shape", guarded<[](RunningPrediction& self) {
                  return val::array(self.work.result().shape);
                }>)
      .function("elements", guarded<[](RunningPrediction& self) {
                  const auto& data = std::get<std::vector<float>>(self.work.result().data);
                  return val(emscripten::typed_memory_view(data.size(), data.data()));
                }>);
  emscripten::function(
      "newPrediction", guarded<[](Model model, const Tensor& x, val options) {
        return new RunningPrediction{
            model, Prediction(*model, model->inputs(x), batch_size(options, "predict"))};
      }>,
      emscripten::allow_raw_pointers());

  class_<LanguageModel>("LanguageModel")
      .smart_ptr<TextModel>("LanguageModel")
      .function("countParams", guarded<[](LanguageModel& self) {
                  return static_cast<double>(self.sequential().network().parameters().count());
                }>);
  emscripten::function("newLanguageModel", guarded<[](val options, Index threads) {
                         return std::make_shared<LanguageModel>(language_model_config(options),
                                                                pool_of(threads));
                       }>);

  class_<RunningTextTrainer>("TextTrainer")
      .function("step", guarded<[](RunningTextTrainer& self) { return self.work.step().loss(); }>)
      .function("done", guarded<[](RunningTextTrainer& self) { return self.work.done(); }>)
      .function("tokensPerStep", guarded<[](RunningTextTrainer& self) {
                  return self.work.tokens_per_step();
                }>)
      .function("stepsPerEpoch", guarded<[](RunningTextTrainer& self) {
                  return self.work.steps_per_epoch();
                }>);
  emscripten::function(
      "newTextTrainer", guarded<[](TextModel model, const Tensor& text, val options) {
        return new RunningTextTrainer{
            model, LanguageTrainer(*model, tokens(text), language_fit_config(options))};
      }>,
      emscripten::allow_raw_pointers());

  class_<RunningTextEvaluation>("TextEvaluation")
      .function("step", guarded<[](RunningTextEvaluation& self) { return self.work.step(); }>)
      .function("loss", guarded<[](RunningTextEvaluation& self) { return self.work.score().loss(); }>);
  emscripten::function(
      "newTextEvaluation", guarded<[](TextModel model, const Tensor& text) {
        return new RunningTextEvaluation{model, LanguageEvaluation(*model, tokens(text))};
      }>,
      emscripten::allow_raw_pointers());

  class_<RunningGenerator>("Generator")
      .function("read", guarded<[](RunningGenerator& self) { return self.work.read(); }>)
      .function("next", guarded<[](RunningGenerator& self) { return self.work.next(); }>);
  emscripten::function(
      "newGenerator", guarded<[](TextModel model, const Tensor& prompt, val options) {
        return new RunningGenerator{model, Generator(*model, tokens(prompt), sampler(options))};
      }>,
      emscripten::allow_raw_pointers());
}

}  // namespace lstm::bindings
