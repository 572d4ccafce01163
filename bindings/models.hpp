// Models, as JavaScript holds them.
#pragma once

#include <memory>

#include "guard.hpp"
#include "lstm/config.hpp"
#include "lstm/parallel.hpp"

namespace lstm::bindings {

class AnyModel : public Object {
 public:
  // Work on it keeps the model alive, whatever JavaScript disposes of first.
  virtual std::shared_ptr<Sequential> layers() const = 0;
  Sequential& sequential() const { return *layers(); }
  Network& network() const { return sequential().network(); }
};

struct Model : AnyModel {
  explicit Model(std::shared_ptr<Sequential> its) : shared(std::move(its)) {}
  std::shared_ptr<Sequential> layers() const override { return shared; }

  std::shared_ptr<Sequential> shared;
};

struct TextModel : AnyModel {
  explicit TextModel(std::shared_ptr<LanguageModel> its, Text of = "")
      : shared(std::move(its)), tokenizer(std::move(of)) {}
  std::shared_ptr<Sequential> layers() const override { return {shared, &shared->sequential()}; }

  std::shared_ptr<LanguageModel> shared;
  Text tokenizer;  // of its file
};

// Its optimizer, once it is compiled.
inline const Optimizer& optimizer_of(const AnyModel& model) {
  model.sequential().compiled();
  return model.sequential().optimizer();
}

// One for all models, as long as there are any; then JavaScript is told. None for one thread.
std::shared_ptr<Pool> pool_of(Index threads);

// Options on a tape.
template <class Config>
Config parsed(const Text& tape, const char* where) {
  Config config;
  read(Value(tape.data()), where, config);
  return config;
}

// A rate or a schedule, as `learningRate` among options.
inline LearningRate rate(const Text& tape) {
  return parsed<LearningRateConfig>(tape, "setLearningRate").learning_rate;
}

}  // namespace lstm::bindings
