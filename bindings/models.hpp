// What the files that register with JavaScript share. They add no maths and check nothing that core
// checks. A function's name is `Kind.method`, `.function` where it is of no kind, and ends with
// `:Kind` where it gives an object: objects.ts makes objects of that. Options cross on tapes
// (tape.hpp), names as JSON, elements and lists as views of memory, numbers as they are.
#pragma once

#include <memory>
#include <type_traits>

#include "guard.hpp"
#include "lstm/config.hpp"
#include "lstm/early_stopping.hpp"
#include "lstm/json.hpp"
#include "lstm/parallel.hpp"
#include "lstm/reading.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/summary.hpp"

namespace lstm::bindings {

using emscripten::function;

// Handles keep the model alive that they work on, whatever JavaScript disposes of first.
using Model = std::shared_ptr<Sequential>;
using TextModel = std::shared_ptr<LanguageModel>;
template <class Model, class Work>
struct Running {
  Model model;
  Work work;
};

using Dict = std::vector<NamedTensor>;
using Layers = std::vector<Gates>;

template <class Config>
Config parsed(const Text& options, const char* where) {
  Config config;
  read(Value(options.data()), where, config);
  return config;
}

// A rate or a schedule, as `learningRate` among options.
inline LearningRate rate(const Text& options) {
  return parsed<LearningRateConfig>(options, "setLearningRate").learning_rate;
}

// One for all models, as long as there are any; then JavaScript is told. None for one thread.
std::shared_ptr<Pool> pool_of(Index threads);

template <class Elements>
View view_of(const Elements& elements) {
  using Element = typename Elements::value_type;
  constexpr auto kind = std::is_same_v<Element, float>                        ? View::Kind::floats
                        : std::is_integral_v<Element> && sizeof(Element) == 4 ? View::Kind::whole
                                                                              : View::Kind::bytes;
  return {kind, reinterpret_cast<Address>(elements.data()), elements.size()};
}

// As the package gives them.
Text to_json(const std::vector<std::string>& names);
Text to_json(const StateDictReport& report);

// Of a ragged tensor the elements are those of the steps that there are; else lengths are none.
View elements(const Tensor& tensor);

// The model of layers in whichever kind of model it is; its network, and its weights to be read.
inline Sequential& sequential_of(Sequential& model) { return model; }
inline Sequential& sequential_of(LanguageModel& model) { return model.sequential(); }
inline Network& network_of(auto& model) { return sequential_of(model).network(); }
inline const Parameters& parameters_of(auto& model) {
  return std::as_const(sequential_of(model)).parameters();
}

// Its optimizer, once it is compiled.
inline const Optimizer& optimizer_of(auto& model) {
  sequential_of(model).compiled();
  return sequential_of(model).optimizer();
}

// What both kinds of model have; each has more.
template <class Kind>
void register_model(const Text& name) {
  using Self = const std::shared_ptr<Kind>&;
  const auto method = [&](const char* of, auto call) { function((name + of).c_str(), call); };
  method(".countParams",
         guarded<[](Self self) { return static_cast<double>(parameters_of(*self).count()); }>);
  method(".summary", guarded<[](Self self) { return summary(network_of(*self)); }>);
  method(".stateDict:Dict",
         guarded<[](Self self) { return new Dict(state_dict(network_of(*self))); }>);
  method(".loadStateDict",
         guarded<[](Self self, const Dict& dict) { load_state_dict(network_of(*self), dict); }>);
  method(".loadWhatFits", guarded<[](Self self, const Dict& dict) {
           return to_json(load_what_fits(network_of(*self), dict));
         }>);
  method(
      ".learningRate",
      guarded<[](Self self) { return static_cast<double>(optimizer_of(*self).learning_rate()); }>);
  method(".scheduled", guarded<[](Self self) { return optimizer_of(*self).scheduled(); }>);
  method(".endsEarly", guarded<[](Self self, EarlyStopping& stopping, Index epoch, double value) {
           return stopping.update(epoch, value, parameters_of(*self));
         }>);
  method(".restoreBest", guarded<[](Self self, const EarlyStopping& stopping) {
           stopping.restore(sequential_of(*self).parameters());
         }>);
  method(".delete", guarded<[](std::shared_ptr<Kind>* self) { delete self; }>);
}

}  // namespace lstm::bindings
