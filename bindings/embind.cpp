// Registers the core with JavaScript. It adds no maths and checks nothing that core checks. Options and
// shapes cross as JSON, elements as views of memory, numbers as they are.
#include <emscripten/bind.h>

#include <memory>

#include "guard.hpp"
#include "lstm/config.hpp"
#include "lstm/prediction.hpp"

namespace lstm::bindings {

using emscripten::allow_raw_pointers;
using emscripten::class_;
using emscripten::val;
using Text = std::string;

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
using Scored = Running<Model, Score>;

template <class Config>
Config parsed(const Text& options, const char* where) {
  Config config;
  read(json::parse(options), where, config);
  return config;
}

// One for all models, as long as there are any; then JavaScript is told.
std::weak_ptr<Pool> shared_pool;

std::shared_ptr<Pool> pool_of(Index threads) {
  if (threads == 1) return nullptr;
  std::shared_ptr<Pool> pool = shared_pool.lock();
  if (pool) return pool;
  pool = std::shared_ptr<Pool>(new Pool(threads), [](Pool* ended) {
    delete ended;
    lstm_pool_ended();
  });
  shared_pool = pool;
  return pool;
}

Tensor* new_tensor(const Text& shape, bool whole) {
  Tensor tensor;
  const json::Value axes = json::parse(shape);
  for (const auto& extent : *axes.as<json::Array>()) {
    tensor.shape.push_back(static_cast<Index>(*extent.as<double>()));
  }
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

Text shape(const Tensor& tensor) {
  json::Array axes;
  for (const Index extent : tensor.shape) axes.push_back({static_cast<double>(extent)});
  return json::write({std::move(axes)});
}

// The names that logs have, in order.
Text log_names(const Sequential& model) {
  json::Array names;
  for (const auto& [name, value] : named({}, model.compiled().metrics)) names.push_back({name});
  return json::write({std::move(names)});
}

double logged(Sequential& model, const Score& score, int which) {
  return named(score, model.compiled().metrics).at(static_cast<std::size_t>(which)).second;
}

RunningTrainer* new_trainer(Model model, const Tensor& x, const Tensor& y, const Tensor* validation_x,
                            const Tensor* validation_y, const Text& options) {
  std::optional<Dataset> validation;
  if (validation_x) validation = model->dataset(*validation_x, *validation_y);
  return new RunningTrainer{model, Trainer(*model, model->dataset(x, y), std::move(validation),
                                           parsed<FitConfig>(options, "fit"))};
}

const std::vector<Token>& tokens(const Tensor& text) {
  return std::get<std::vector<Token>>(text.data);
}

EMSCRIPTEN_BINDINGS(lstm) {
  emscripten::function("pooled", guarded<[] { return !shared_pool.expired(); }>);

  class_<Tensor>("Tensor").function("elements", guarded<&elements>);
  emscripten::function("newTensor", guarded<&new_tensor>, allow_raw_pointers());

  class_<Sequential>("Model")
      .smart_ptr<Model>("Model")
      .function("compile", guarded<[](Sequential& self, const Text& options) {
                  self.compile(parsed<CompileConfig>(options, "compile"));
                }>)
      .function("logNames", guarded<[](Sequential& self) { return log_names(self); }>)
      .function("countParams", guarded<[](Sequential& self) {
                  return static_cast<double>(std::as_const(self).network().parameters().count());
                }>);
  emscripten::function("newModel", guarded<[](const Text& options, Index threads) {
                         ModelConfig config = parsed<ModelConfig>(options, "sequential");
                         return std::make_shared<Sequential>(std::move(config.layers), config.seed,
                                                             pool_of(threads));
                       }>);

  class_<Scored>("Scored").function(
      "log", guarded<[](Scored& self, int which) { return logged(*self.model, self.work, which); }>);
  emscripten::function("newTrainedBatch", guarded<[](Model model, const Tensor& x, const Tensor& y) {
                         return new Scored{model, model->train_on_batch(x, y)};
                       }>,
                       allow_raw_pointers());

  class_<RunningTrainer>("Trainer")
      .function("step", guarded<[](RunningTrainer& self) { return static_cast<int>(self.work.step()); }>)
      .function("epoch", guarded<[](RunningTrainer& self) { return self.work.epoch(); }>)
      .function("batch", guarded<[](RunningTrainer& self) { return self.work.batch(); }>)
      .function("epochs", guarded<[](RunningTrainer& self) { return self.work.epochs(); }>)
      .function("batches", guarded<[](RunningTrainer& self) { return self.work.batches(); }>)
      .function("batchLog", guarded<[](RunningTrainer& self, int which) {
                  return logged(*self.model, self.work.last_batch(), which);
                }>)
      .function("epochLog", guarded<[](RunningTrainer& self, int which) {
                  return logged(*self.model, self.work.training(), which);
                }>)
      .function("validationLog", guarded<[](RunningTrainer& self, int which) {
                  return logged(*self.model, *self.work.validation(), which);
                }>);
  emscripten::function("newTrainer", guarded<&new_trainer>, allow_raw_pointers());

  class_<RunningEvaluation>("Evaluation")
      .function("step", guarded<[](RunningEvaluation& self) { return self.work.step(); }>)
      .function("log", guarded<[](RunningEvaluation& self, int which) {
                  return logged(*self.model, self.work.score(), which);
                }>);
  emscripten::function(
      "newEvaluation", guarded<[](Model model, const Tensor& x, const Tensor& y, const Text& options) {
        const auto [batch_size] = parsed<BatchConfig>(options, "evaluate");
        return new RunningEvaluation{model, Evaluation(*model, model->dataset(x, y), batch_size)};
      }>,
      allow_raw_pointers());

  class_<RunningPrediction>("Prediction")
      .function("step", guarded<[](RunningPrediction& self) { return self.work.step(); }>)
      .function("shape", guarded<[](RunningPrediction& self) { return shape(self.work.result()); }>)
      .function("elements", guarded<[](RunningPrediction& self) {
                  return elements(const_cast<Tensor&>(self.work.result()));
                }>);
  emscripten::function(
      "newPrediction", guarded<[](Model model, const Tensor& x, const Text& options) {
        const auto [batch_size] = parsed<BatchConfig>(options, "predict");
        return new RunningPrediction{model, Prediction(*model, model->inputs(x), batch_size)};
      }>,
      allow_raw_pointers());

  class_<LanguageModel>("LanguageModel")
      .smart_ptr<TextModel>("LanguageModel")
      .function("countParams", guarded<[](LanguageModel& self) {
                  const Network& network = std::as_const(self.sequential()).network();
                  return static_cast<double>(network.parameters().count());
                }>);
  emscripten::function("newLanguageModel", guarded<[](const Text& options, Index threads) {
                         return std::make_shared<LanguageModel>(
                             parsed<LanguageModelConfig>(options, "languageModel"), pool_of(threads));
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
      "newTextTrainer", guarded<[](TextModel model, const Tensor& text, const Text& options) {
        return new RunningTextTrainer{
            model, LanguageTrainer(*model, tokens(text), parsed<LanguageFitConfig>(options, "fit"))};
      }>,
      allow_raw_pointers());

  class_<RunningTextEvaluation>("TextEvaluation")
      .function("step", guarded<[](RunningTextEvaluation& self) { return self.work.step(); }>)
      .function("loss", guarded<[](RunningTextEvaluation& self) { return self.work.score().loss(); }>);
  emscripten::function(
      "newTextEvaluation", guarded<[](TextModel model, const Tensor& text) {
        return new RunningTextEvaluation{model, LanguageEvaluation(*model, tokens(text))};
      }>,
      allow_raw_pointers());

  class_<RunningGenerator>("Generator")
      .function("read", guarded<[](RunningGenerator& self) { return self.work.read(); }>)
      .function("next", guarded<[](RunningGenerator& self) { return self.work.next(); }>);
  emscripten::function(
      "newGenerator", guarded<[](TextModel model, const Tensor& prompt, const Text& options) {
        return new RunningGenerator{
            model, Generator(*model, tokens(prompt), Sampler(parsed<SamplerConfig>(options, "generate")))};
      }>,
      allow_raw_pointers());
}

}  // namespace lstm::bindings
