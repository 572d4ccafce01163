// Registers the core with JavaScript. It adds no maths and checks nothing that core checks. Options
// and shapes cross as JSON, elements as views of memory, numbers as they are.
#include <emscripten/bind.h>

#include <memory>

#include "guard.hpp"
#include "lstm/config.hpp"
#include "lstm/model_file.hpp"
#include "lstm/prediction.hpp"
#include "lstm/reading.hpp"
#include "lstm/split.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/states.hpp"
#include "lstm/summary.hpp"

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
using RunningScoring = Running<TextModel, TextScoring>;
using RunningInspection = Running<TextModel, Inspection>;
using Scored = Running<Model, Score>;
using Dict = std::vector<NamedTensor>;
using Layers = std::vector<Gates>;
using RunningNextToken = Running<TextModel, NextToken>;

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
    tell_pool_ended();
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

// Views are valid until the next call into the module, which may move the memory.
template <class Elements>
val view_of(const Elements& elements) {
  return val(emscripten::typed_memory_view(elements.size(), elements.data()));
}

val elements(const Tensor& tensor) {
  return std::visit([](const auto& data) { return view_of(data); }, tensor.data);
}

json::Value shape_value(const Shape& shape) {
  json::Array axes;
  for (const Index extent : shape) axes.push_back({static_cast<double>(extent)});
  return {std::move(axes)};
}

Text shape(const Tensor& tensor) { return json::write(shape_value(tensor.shape)); }

// [{ name, shape }, ...]
Text list(const Dict& dict) {
  json::Array all;
  for (const auto& tensor : dict) {
    all.push_back({json::Object{{"name", {tensor.name}}, {"shape", shape_value(tensor.shape)}}});
  }
  return json::write({std::move(all)});
}

// A model's network, whichever kind of model it is.
Network& network_of(Sequential& model) { return model.network(); }
Network& network_of(LanguageModel& model) { return model.sequential().network(); }

// What both kinds of model have; each has more.
template <class Kind>
class_<Kind> register_model(const char* name) {
  return class_<Kind>(name)
      .template smart_ptr<std::shared_ptr<Kind>>(name)
      .function("countParams", guarded<[](Kind& self) {
                  return static_cast<double>(std::as_const(network_of(self)).parameters().count());
                }>)
      .function("summary", guarded<[](Kind& self) { return summary(network_of(self)); }>)
      .function("stateDict",
                guarded<[](Kind& self) { return new Dict(state_dict(network_of(self))); }>,
                allow_raw_pointers())
      .function(
          "loadStateDict",
          guarded<[](Kind& self, const Dict& dict) { load_state_dict(network_of(self), dict); }>);
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

RunningTrainer* new_trainer(Model model, const Tensor& x, const Tensor& y, const Tensor* weights,
                            const Tensor* validation_x, const Tensor* validation_y,
                            const Tensor* validation_weights, double split, const Text& options) {
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

// A rate or a schedule, as `learningRate` among options.
LearningRate rate(const Text& options) {
  return parsed<LearningRateConfig>(options, "setLearningRate").learning_rate;
}

RunningPrediction* new_prediction(Model model, const Tensor& x, const Dict* states,
                                  const Text& options) {
  const auto [batch_size] = parsed<BatchConfig>(options, "predict");
  std::optional<States> given;
  if (states) given = states_of(model->network(), *states);
  return new RunningPrediction{model,
                               Prediction(*model, model->inputs(x), batch_size, std::move(given))};
}

const std::vector<Token>& tokens(const Tensor& text) {
  return std::get<std::vector<Token>>(text.data);
}

EMSCRIPTEN_BINDINGS(lstm) {
  emscripten::function("pooled", guarded<[] { return !shared_pool.expired(); }>);

  class_<Tensor>("Tensor").function("elements", guarded<&elements>);
  emscripten::function("newTensor", guarded<&new_tensor>, allow_raw_pointers());

  class_<Dict>("Dict")
      .function("list", guarded<[](Dict& self) { return list(self); }>)
      .function("elements",
                guarded<[](Dict& self, unsigned n) { return view_of(self.at(n).values); }>)
      .function("add", guarded<[](Dict& self, const Text& name, const Tensor& tensor) {
                  self.push_back({name, tensor.shape, as_values(tensor)});
                }>);
  emscripten::function("newDict", guarded<[] { return new Dict; }>, allow_raw_pointers());
  class_<Bytes>("Bytes").function("elements", guarded<[](Bytes& self) { return view_of(self); }>);
  emscripten::function("newBytes", guarded<[](unsigned size) { return new Bytes(size); }>,
                       allow_raw_pointers());

  register_model<Sequential>("Model")
      .function("compile", guarded<[](Sequential& self, const Text& options) {
                  self.compile(parsed<CompileConfig>(options, "compile"));
                }>)
      .function(
          "logNames",
          guarded<[](Sequential& self) { return self.is_compiled() ? log_names(self) : "[]"; }>)
      .function("resetStates", guarded<[](Sequential& self) { self.reset_states(); }>)
      .function("states", guarded<[](Sequential& self) {
                  return new Dict(named_states(self.network(), self.states()));
                }>,
                allow_raw_pointers())
      .function("setStates", guarded<[](Sequential& self, const Dict& states) {
                  self.set_states(states_of(self.network(), states));
                }>)
      .function("setLearningRate", guarded<[](Sequential& self, const Text& options) {
                  self.set_learning_rate(rate(options));
                }>)
      .function("save", guarded<[](Sequential& self, bool with_optimizer) {
                  return new Bytes(save(self, with_optimizer));
                }>,
                allow_raw_pointers());
  emscripten::function("newModelOfFile", guarded<[](const Bytes& bytes, Index threads) {
                         return Model(load_model(bytes, pool_of(threads)));
                       }>);
  emscripten::function("newModel", guarded<[](const Text& options, Index threads) {
                         ModelConfig config = parsed<ModelConfig>(options, "sequential");
                         return std::make_shared<Sequential>(std::move(config.layers), config.seed,
                                                             pool_of(threads));
                       }>);

  class_<Scored>("Scored").function(
      "log",
      guarded<[](Scored& self, int which) { return logged(*self.model, self.work, which); }>);
  emscripten::function(
      "newTrainedBatch",
      guarded<[](Model model, const Tensor& x, const Tensor& y, const Tensor* weights) {
        return new Scored{model, model->train_on_batch(x, y, weights)};
      }>,
      allow_raw_pointers());

  class_<RunningTrainer>("Trainer")
      .function("step",
                guarded<[](RunningTrainer& self) { return static_cast<int>(self.work.step()); }>)
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
  emscripten::function("newEvaluation",
                       guarded<[](Model model, const Tensor& x, const Tensor& y,
                                  const Tensor* weights, const Text& options) {
                         const auto [batch_size] = parsed<BatchConfig>(options, "evaluate");
                         return new RunningEvaluation{
                             model, Evaluation(*model, model->dataset(x, y, weights), batch_size)};
                       }>,
                       allow_raw_pointers());

  class_<RunningPrediction>("Prediction")
      .function("step", guarded<[](RunningPrediction& self) { return self.work.step(); }>)
      .function("shape", guarded<[](RunningPrediction& self) { return shape(self.work.result()); }>)
      .function("elements",
                guarded<[](RunningPrediction& self) { return elements(self.work.result()); }>);
  emscripten::function("newPrediction", guarded<&new_prediction>, allow_raw_pointers());

  class_<Layers>("Layers")
      .function("count", guarded<[](Layers& self) { return self.size(); }>)
      .function("shape",
                guarded<[](Layers& self, unsigned layer) { return shape(self.at(layer).front()); }>)
      .function("elements", guarded<[](Layers& self, unsigned layer, unsigned gate) {
                  return elements(self.at(layer).at(gate));
                }>);
  emscripten::function(
      "newLayers",
      guarded<[](Model model, const Tensor& x) { return new Layers(inspect(*model, x)); }>,
      allow_raw_pointers());

  class_<EarlyStopping>("EarlyStopping")
      .function("monitor", guarded<[](EarlyStopping& self) { return self.config().monitor; }>)
      .function("update",
                guarded<[](EarlyStopping& self, Index epoch, double value, Sequential& model) {
                  return self.update(epoch, value, std::as_const(model.network()).parameters());
                }>)
      .function("restore", guarded<[](EarlyStopping& self, Sequential& model) {
                  self.restore(model.network().parameters());
                }>);
  emscripten::function(
      "newEarlyStopping", guarded<[](const Text& options) {
        return new EarlyStopping(parsed<EarlyStoppingConfig>(options, "earlyStopping"));
      }>,
      allow_raw_pointers());

  register_model<LanguageModel>("LanguageModel")
      .function("save",
                guarded<[](LanguageModel& self, const Text& tokenizer, bool with_optimizer) {
                  return new Bytes(save(self, tokenizer, with_optimizer));
                }>,
                allow_raw_pointers());
  class_<LoadedLanguageModel>("LoadedLanguageModel")
      .function("model",
                guarded<[](LoadedLanguageModel& self) { return TextModel(std::move(self.model)); }>)
      .function("tokenizer", guarded<[](LoadedLanguageModel& self) { return self.tokenizer; }>);
  emscripten::function(
      "newLanguageModelOfFile", guarded<[](const Bytes& bytes, Index threads) {
        return new LoadedLanguageModel(load_language_model(bytes, pool_of(threads)));
      }>,
      allow_raw_pointers());
  emscripten::function("newLanguageModel", guarded<[](const Text& options, Index threads) {
                         return std::make_shared<LanguageModel>(
                             parsed<LanguageModelConfig>(options, "languageModel"),
                             pool_of(threads));
                       }>);

  class_<RunningTextTrainer>("TextTrainer")
      .function("step", guarded<[](RunningTextTrainer& self) { return self.work.step().loss(); }>)
      .function("done", guarded<[](RunningTextTrainer& self) { return self.work.done(); }>)
      .function("stepNumber",
                guarded<[](RunningTextTrainer& self) { return self.work.step_number(); }>)
      .function("setLearningRate", guarded<[](RunningTextTrainer& self, const Text& options) {
                  self.work.set_learning_rate(rate(options));
                }>)
      .function("tokensPerStep",
                guarded<[](RunningTextTrainer& self) { return self.work.tokens_per_step(); }>)
      .function("stepsPerEpoch",
                guarded<[](RunningTextTrainer& self) { return self.work.steps_per_epoch(); }>);
  emscripten::function(
      "newTextTrainer", guarded<[](TextModel model, const Tensor& text, const Text& options) {
        return new RunningTextTrainer{
            model,
            LanguageTrainer(*model, tokens(text), parsed<LanguageFitConfig>(options, "fit"))};
      }>,
      allow_raw_pointers());

  class_<RunningTextEvaluation>("TextEvaluation")
      .function("step", guarded<[](RunningTextEvaluation& self) { return self.work.step(); }>)
      .function("loss",
                guarded<[](RunningTextEvaluation& self) { return self.work.score().loss(); }>);
  emscripten::function("newTextEvaluation", guarded<[](TextModel model, const Tensor& text) {
                         return new RunningTextEvaluation{model,
                                                          LanguageEvaluation(*model, tokens(text))};
                       }>,
                       allow_raw_pointers());

  class_<RunningScoring>("TextScoring")
      .function("step", guarded<[](RunningScoring& self) { return self.work.step(); }>)
      .function("elements",
                guarded<[](RunningScoring& self) { return view_of(self.work.result()); }>);
  emscripten::function("newTextScoring", guarded<[](TextModel model, const Tensor& text) {
                         return new RunningScoring{model, TextScoring(*model, tokens(text))};
                       }>,
                       allow_raw_pointers());

  class_<RunningNextToken>("NextToken")
      .function("step", guarded<[](RunningNextToken& self) { return self.work.step(); }>)
      .function("elements",
                guarded<[](RunningNextToken& self) { return view_of(self.work.result()); }>);
  emscripten::function("newNextToken", guarded<[](TextModel model, const Tensor& text) {
                         return new RunningNextToken{model, NextToken(*model, tokens(text))};
                       }>,
                       allow_raw_pointers());

  class_<RunningInspection>("Inspection")
      .function("step", guarded<[](RunningInspection& self) { return self.work.step(); }>)
      .function("layers", guarded<[](RunningInspection& self) {
                  return new Layers(std::move(self.work).layers());
                }>,
                allow_raw_pointers());
  emscripten::function("newInspection", guarded<[](TextModel model, const Tensor& text) {
                         return new RunningInspection{model, Inspection(*model, tokens(text))};
                       }>,
                       allow_raw_pointers());

  class_<RunningGenerator>("Generator")
      .function("read", guarded<[](RunningGenerator& self) { return self.work.read(); }>)
      .function("next", guarded<[](RunningGenerator& self) { return self.work.next(); }>);
  emscripten::function(
      "newGenerator", guarded<[](TextModel model, const Tensor& prompt, const Text& options) {
        return new RunningGenerator{
            model,
            Generator(*model, tokens(prompt), Sampler(parsed<SamplerConfig>(options, "generate")))};
      }>,
      allow_raw_pointers());
}

}  // namespace lstm::bindings
