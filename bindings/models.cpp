// Registers models: what is made, loaded, saved, and asked at once.
#include "models.hpp"

#include "lstm/json.hpp"
#include "lstm/model_file.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/states.hpp"
#include "lstm/summary.hpp"
#include "tensors.hpp"

namespace lstm::bindings {

namespace {

std::weak_ptr<Pool> shared_pool;

void write_names(json::Writer& json, const std::vector<std::string>& names) {
  json.open('[');
  for (const auto& name : names) json.text(name);
  json.close(']');
}

// As the package gives it.
Text to_json(const StateDictReport& report) {
  json::Writer json;
  json.open('{');
  const auto member = [&](const char* name, const std::vector<std::string>& names) {
    json.name(name);
    write_names(json, names);
  };
  member("loadedKeys", report.loaded);
  member("missingKeys", report.missing);
  member("unexpectedKeys", report.unexpected);
  member("mismatchedKeys", report.mismatched);
  json.close('}');
  return std::move(json).result();
}

Text to_json(const std::vector<std::string>& names) {
  json::Writer json;
  write_names(json, names);
  return std::move(json).result();
}

TextModel* text_model_of(const FileBytes& file, Index threads) {
  auto [model, tokenizer] = load_language_model(file.all, pool_of(threads));
  return new TextModel(std::move(model), std::move(tokenizer));
}

}  // namespace

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

EMSCRIPTEN_BINDINGS(models) {
  using emscripten::function;
  function("module.pooled", guarded<[] { return !shared_pool.expired(); }>);
  function(
      "module.newModel:object", guarded<[](const Text& options, Index threads) {
        auto [graph, seed] = parsed<ModelConfig>(options, "sequential");
        return new Model(std::make_shared<Sequential>(std::move(graph), seed, pool_of(threads)));
      }>);
  function("module.newModelOfFile:object", guarded<[](const FileBytes& file, Index threads) {
             return new Model(load_model(file.all, pool_of(threads)));
           }>);
  function("module.newLanguageModel:object", guarded<[](const Text& options, Index threads) {
             return new TextModel(std::make_shared<LanguageModel>(
                 parsed<LanguageModelConfig>(options, "languageModel"), pool_of(threads)));
           }>);
  function("module.newLanguageModelOfFile:object", guarded<&text_model_of>);
}

EMSCRIPTEN_BINDINGS(any_model) {
  using emscripten::function;
  function("object.countParams", guarded<[](AnyModel& self) {
             return static_cast<double>(self.sequential().parameters().count());
           }>);
  function("object.summary", guarded<[](AnyModel& self) { return summary(self.network()); }>);
  function("object.stateDict:object",
           guarded<[](AnyModel& self) { return new Tensors(state_dict(self.network())); }>);
  function("object.loadStateDict", guarded<[](AnyModel& self, const Tensors& dict) {
             load_state_dict(self.network(), values_of(dict));
           }>);
  function("object.loadWhatFits", guarded<[](AnyModel& self, const Tensors& dict) {
             return to_json(load_what_fits(self.network(), values_of(dict)));
           }>);
  function("object.learningRate", guarded<[](AnyModel& self) {
             return static_cast<double>(optimizer_of(self).learning_rate());
           }>);
  function("object.scheduled",
           guarded<[](AnyModel& self) { return optimizer_of(self).scheduled(); }>);
}

EMSCRIPTEN_BINDINGS(model) {
  using emscripten::function;
  function("object.compile", guarded<[](Model& self, const Text& options) {
             self.shared->compile(parsed<CompileConfig>(options, "compile"));
           }>);
  function("object.logNames",
           guarded<[](Model& self) { return to_json(self.shared->log_names()); }>);
  function("object.chain", guarded<[](Model& self) { return self.shared->chain(); }>);
  function("object.inputNames",
           guarded<[](Model& self) { return to_json(self.shared->input_names()); }>);
  function("object.outputNames",
           guarded<[](Model& self) { return to_json(self.shared->output_names()); }>);
  function("object.setTrainable", guarded<[](Model& self, const Text& layer, bool trainable) {
             self.shared->set_trainable(layer, trainable);
           }>);
  function("object.resetStates", guarded<[](Model& self) { self.shared->reset_states(); }>);
  function("object.states:object", guarded<[](Model& self) {
             return new Tensors(named_states(self.network(), self.shared->last_states()));
           }>);
  function("object.setStates", guarded<[](Model& self, const Tensors& states) {
             self.shared->set_states(states_of(self.network(), values_of(states)));
           }>);
  function("object.setLearningRate", guarded<[](Model& self, const Text& options) {
             self.shared->set_learning_rate(rate(options));
           }>);
  function("object.inspect:object", guarded<[](Model& self, const Tensors& given) {
             return new Tensors(
                 inspect(*self.shared, given.several("x", self.shared->input_names().size())));
           }>);
  function("object.save:object", guarded<[](Model& self, bool with_optimizer) {
             return new FileBytes(save(*self.shared, with_optimizer));
           }>);

  function("object.tokenizer", guarded<[](TextModel& self) { return self.tokenizer; }>);
  function("object.saveText:object",
           guarded<[](TextModel& self, const Text& tokenizer, bool with_optimizer) {
             return new FileBytes(save(*self.shared, tokenizer, with_optimizer));
           }>);
}

}  // namespace lstm::bindings
