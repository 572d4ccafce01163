// Registers what runs on a language model.
#include "lstm/language_model.hpp"
#include "models.hpp"
#include "work.hpp"

namespace lstm::bindings {

namespace {

using Shared = std::shared_ptr<LanguageModel>;

// Steps that tell whether there was one more, as core has them.
template <class Steps>
class TextWork : public Work {
 public:
  TextWork(Shared model, std::vector<Token> text)
      : model_(std::move(model)), steps_(*model_, std::move(text)) {}

  double step() override { return steps_.step(); }

 protected:
  Shared model_;
  Steps steps_;
};

struct TextEvaluating : TextWork<LanguageEvaluation> {
  using TextWork::TextWork;
  void tell(Numbers& numbers) const override { numbers.push_back(steps_.score().loss()); }
};

// Scores of tokens, or probabilities.
template <class Steps>
struct Asking : TextWork<Steps> {
  using TextWork<Steps>::TextWork;
  Tensors* result() override {
    std::vector<float> values = this->steps_.result();
    return new Tensors(Gates{{"y", {{static_cast<Index>(values.size())}, std::move(values)}}});
  }
};

struct Inspecting : TextWork<Inspection> {
  using TextWork::TextWork;
  Tensors* result() override { return new Tensors(std::move(steps_).layers()); }
};

class TextTraining : public Work {
 public:
  TextTraining(Shared model, std::vector<Token> text, const LanguageFitConfig& config)
      : model_(std::move(model)), trainer_(*model_, std::move(text), config) {}

  double step() override { return trainer_.step().loss(); }
  void stop() override { trainer_.stop(); }
  void set_rate(const LearningRate& rate) override { trainer_.set_learning_rate(rate); }
  void tell(Numbers& numbers) const override {
    for (const Index n : {trainer_.step_number(), trainer_.steps_per_epoch(), trainer_.batch_size(),
                          trainer_.sequence_length(), trainer_.tokens()})
      numbers.push_back(static_cast<double>(n));
    numbers.push_back(trainer_.learning_rate());
    numbers.push_back(trainer_.done());
  }

 private:
  Shared model_;
  LanguageTrainer trainer_;
};

// A step reads a part of the prompt; when all is read but the last token, there are tokens to come.
class Generation : public Work {
 public:
  Generation(Shared model, std::vector<Token> prompt, const SamplerConfig& config)
      : model_(std::move(model)), generator_(*model_, std::move(prompt), Sampler(config)) {}

  double step() override { return generator_.read(); }
  Token next() { return generator_.next(); }

 private:
  Shared model_;
  Generator generator_;
};

const std::vector<Token>& text_of(const Tensors& given) {
  return *std::get_if<std::vector<Token>>(&given.all.front().values.data);
}

template <class Made>
Work* made(const TextModel& model, const Tensors& given) {
  return new Made(model.shared, text_of(given));
}

}  // namespace

EMSCRIPTEN_BINDINGS(text_work) {
  using emscripten::function;
  function("module.newTextTrainer:object",
           guarded<[](TextModel& model, const Tensors& given, const Text& options) {
             return new TextTraining(model.shared, text_of(given),
                                     parsed<LanguageFitConfig>(options, "fit"));
           }>);
  function("module.newTextEvaluation:object", guarded<&made<TextEvaluating>>);
  function("module.newTextScoring:object", guarded<&made<Asking<TextScoring>>>);
  function("module.newNextToken:object", guarded<&made<Asking<NextToken>>>);
  function("module.newInspection:object", guarded<&made<Inspecting>>);
  function("module.newGenerator:object",
           guarded<[](TextModel& model, const Tensors& given, const Text& options) {
             return new Generation(model.shared, text_of(given),
                                   parsed<SamplerConfig>(options, "generate"));
           }>);
  function("object.next", guarded<[](Generation& self) { return self.next(); }>);
}

}  // namespace lstm::bindings
