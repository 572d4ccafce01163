// Registers language models, and what runs on them.
#include "lstm/language_model.hpp"

#include "lstm/model_file.hpp"
#include "models.hpp"

namespace lstm::bindings {

namespace {

using RunningTrainer = Running<TextModel, LanguageTrainer>;
using RunningEvaluation = Running<TextModel, LanguageEvaluation>;
using RunningGenerator = Running<TextModel, Generator>;
using RunningScoring = Running<TextModel, TextScoring>;
using RunningInspection = Running<TextModel, Inspection>;
using RunningNextToken = Running<TextModel, NextToken>;

const std::vector<Token>& tokens(const Tensor& text) {
  return std::get<std::vector<Token>>(text.data);
}

}  // namespace

EMSCRIPTEN_BINDINGS(language_model) {
  register_model<LanguageModel>("LanguageModel");
  function(".newLanguageModel:LanguageModel", guarded<[](const Text& options, Index threads) {
             return new TextModel(std::make_shared<LanguageModel>(
                 parsed<LanguageModelConfig>(options, "languageModel"), pool_of(threads)));
           }>);
  function("LanguageModel.save:Bytes",
           guarded<[](TextModel& self, const Text& tokenizer, bool with_optimizer) {
             return new Bytes(save(*self, tokenizer, with_optimizer));
           }>);

  function(".newLanguageModelOfFile:LoadedLanguageModel",
           guarded<[](const Bytes& bytes, Index threads) {
             return new LoadedLanguageModel(load_language_model(bytes, pool_of(threads)));
           }>);
  function("LoadedLanguageModel.model:LanguageModel",
           guarded<[](LoadedLanguageModel& self) { return new TextModel(std::move(self.model)); }>);
  function("LoadedLanguageModel.tokenizer",
           guarded<[](LoadedLanguageModel& self) { return self.tokenizer; }>);
  deletable<LoadedLanguageModel>("LoadedLanguageModel.delete");
}

EMSCRIPTEN_BINDINGS(language_work) {
  function(".newTextTrainer:TextTrainer",
           guarded<[](TextModel& model, const Tensor& text, const Text& options) {
             return new RunningTrainer{
                 model,
                 LanguageTrainer(*model, tokens(text), parsed<LanguageFitConfig>(options, "fit"))};
           }>);
  function("TextTrainer.step",
           guarded<[](RunningTrainer& self) { return self.work.step().loss(); }>);
  function("TextTrainer.stop", guarded<[](RunningTrainer& self) { self.work.stop(); }>);
  function(
      "TextTrainer.learningRate",
      guarded<[](RunningTrainer& self) { return static_cast<double>(self.work.learning_rate()); }>);
  function("TextTrainer.done", guarded<[](RunningTrainer& self) { return self.work.done(); }>);
  function("TextTrainer.stepNumber",
           guarded<[](RunningTrainer& self) { return self.work.step_number(); }>);
  function("TextTrainer.setLearningRate", guarded<[](RunningTrainer& self, const Text& options) {
             self.work.set_learning_rate(rate(options));
           }>);
  function("TextTrainer.tokens", guarded<[](RunningTrainer& self) { return self.work.tokens(); }>);
  function("TextTrainer.batchSize",
           guarded<[](RunningTrainer& self) { return self.work.batch_size(); }>);
  function("TextTrainer.sequenceLength",
           guarded<[](RunningTrainer& self) { return self.work.sequence_length(); }>);
  function("TextTrainer.stepsPerEpoch",
           guarded<[](RunningTrainer& self) { return self.work.steps_per_epoch(); }>);
  deletable<RunningTrainer>("TextTrainer.delete");

  function(".newTextEvaluation:TextEvaluation", guarded<[](TextModel& model, const Tensor& text) {
             return new RunningEvaluation{model, LanguageEvaluation(*model, tokens(text))};
           }>);
  function("TextEvaluation.step",
           guarded<[](RunningEvaluation& self) { return self.work.step(); }>);
  function("TextEvaluation.loss",
           guarded<[](RunningEvaluation& self) { return self.work.score().loss(); }>);
  deletable<RunningEvaluation>("TextEvaluation.delete");

  function(".newTextScoring:TextScoring", guarded<[](TextModel& model, const Tensor& text) {
             return new RunningScoring{model, TextScoring(*model, tokens(text))};
           }>);
  function("TextScoring.step", guarded<[](RunningScoring& self) { return self.work.step(); }>);
  function("TextScoring.elements:View",
           guarded<[](RunningScoring& self) { return view_of(self.work.result()); }>);
  deletable<RunningScoring>("TextScoring.delete");

  function(".newNextToken:NextToken", guarded<[](TextModel& model, const Tensor& text) {
             return new RunningNextToken{model, NextToken(*model, tokens(text))};
           }>);
  function("NextToken.step", guarded<[](RunningNextToken& self) { return self.work.step(); }>);
  function("NextToken.elements:View",
           guarded<[](RunningNextToken& self) { return view_of(self.work.result()); }>);
  deletable<RunningNextToken>("NextToken.delete");

  function(".newInspection:Inspection", guarded<[](TextModel& model, const Tensor& text) {
             return new RunningInspection{model, Inspection(*model, tokens(text))};
           }>);
  function("Inspection.step", guarded<[](RunningInspection& self) { return self.work.step(); }>);
  function(
      "Inspection.layers:Layers",
      guarded<[](RunningInspection& self) { return new Layers(std::move(self.work).layers()); }>);
  deletable<RunningInspection>("Inspection.delete");

  function(".newGenerator:Generator",
           guarded<[](TextModel& model, const Tensor& prompt, const Text& options) {
             return new RunningGenerator{
                 model, Generator(*model, tokens(prompt),
                                  Sampler(parsed<SamplerConfig>(options, "generate")))};
           }>);
  function("Generator.read", guarded<[](RunningGenerator& self) { return self.work.read(); }>);
  function("Generator.next", guarded<[](RunningGenerator& self) { return self.work.next(); }>);
  deletable<RunningGenerator>("Generator.delete");
}

}  // namespace lstm::bindings
