#include "lstm/model_file.hpp"

#include <algorithm>

#include "files/field_reader.hpp"
#include "graph/network.hpp"
#include "lstm/config.hpp"
#include "lstm/error.hpp"
#include "lstm/json.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/states.hpp"

namespace lstm {

namespace {

constexpr auto metadata_name = "lstm-wasm";
constexpr std::string_view slot_prefix = "__optimizer__.", state_prefix = "__state__.";
constexpr double version = 1;

// 64 bits are more than a JSON number holds.
std::string hexadecimal(std::uint64_t bits) {
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[bits >> shift & 15];
  return digits;
}

std::uint64_t from_hexadecimal(const Value& value) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto text = value.text();
  require(text && text->size() == 16 && text->find_first_not_of(digits) == std::string::npos,
          "expected random states of 16 hexadecimal digits in a model's file, got ",
          json::write(value));
  std::uint64_t bits = 0;
  for (const char digit : *text) bits = bits << 4 | digits.find(digit);
  return bits;
}

Value member(const Value& object, const char* name) {
  const auto value = object.find(name);
  require(value.has_value(), "expected '", name, "' in a model's file");
  return *value;
}

Items<Value> array(const Value& value, const char* name) {
  const auto all = value.array();
  require(all.has_value(), "expected '", name, "' in a model's file to be an array, got ",
          json::write(value));
  return *all;
}

void write_random_states(json::Writer& json, const Sequential& model) {
  json.open('[');
  for (const Random::State& state : model.random_states()) {
    json.open('[');
    for (const std::uint64_t word : state) json.text(hexadecimal(word));
    json.close(']');
  }
  json.close(']');
}

void restore_random_states(const Value& given, Sequential& model) {
  std::vector<Random::State> states;
  for (const Value& item : array(given, "random")) {
    const auto words = array(item, "random");
    require(words.size() == 4, "expected random states of 4 words in a model's file, got ",
            words.size());
    auto state = states.emplace_back().begin();
    for (const Value& word : words) *state++ = from_hexadecimal(word);
  }
  model.set_random_states(states);
}

// With what is needed to go on: the optimizer's state, and the states carried from step to step.
Bytes write(const Sequential& model, const States& states, bool with_optimizer,
            json::Writer about) {
  TensorFile file;
  file.tensors = state_dict(model.network());
  about.name("version");
  about.number(version);
  if (with_optimizer) {
    about.name("step");
    about.number(static_cast<double>(model.optimizer().t()));
    about.name("random");
    write_random_states(about, model);
    for (const auto& [name, values] : model.optimizer().slots()) {
      file.tensors.push_back({std::string(slot_prefix).append(name),
                              {static_cast<Index>(values.size())},
                              std::vector<float>(values.begin(), values.end())});
    }
    for (NamedTensor& tensor : named_states(model.network(), states)) {
      tensor.name.insert(0, state_prefix);
      file.tensors.push_back(std::move(tensor));
    }
  }
  about.close('}');
  file.metadata.emplace_back(metadata_name, std::move(about).result());
  return write_safetensors(file);
}

// What a file holds: what it is about, the weights, the optimizer's tensors, and states.
struct Contents {
  Tape about;
  std::vector<NamedTensor> weights, slots, states;
};

// Moves a tensor over, without the prefix, where its name has it.
bool take(NamedTensor& tensor, std::string_view prefix, std::vector<NamedTensor>& to) {
  if (!tensor.name.starts_with(prefix)) return false;
  tensor.name.erase(0, prefix.size());
  to.push_back(std::move(tensor));
  return true;
}

Contents open(std::span<const std::uint8_t> bytes) {
  TensorFile file = read_safetensors(bytes);
  const std::string* text = file.find_metadata(metadata_name);
  require(text, "expected a file of a model, got one without metadata '", metadata_name, "'");
  Contents contents{json::parse(*text), {}, {}, {}};
  const Value got = member(contents.about, "version");
  require(got.number() == version, "expected version ", version, " in a model's file, got ",
          json::write(got));
  for (NamedTensor& tensor : file.tensors) {
    if (take(tensor, slot_prefix, contents.slots)) continue;
    if (take(tensor, state_prefix, contents.states)) continue;
    contents.weights.push_back(std::move(tensor));
  }
  return contents;
}

// Before memory is taken for a model of that size.
void expect_weights(const Contents& contents, const Graph& graph) {
  check_state_dict(Network::parameter_specs(graph), contents.weights);
}

void restore(const Contents& contents, Sequential& model) {
  load_state_dict(model.network(), contents.weights);
  if (!Value(contents.about).find("step")) return;
  std::vector<Optimizer::Slot> blocks;
  for (const auto& [name, shape, values] : contents.slots) {
    const auto size = model.network().parameters().values().size();
    require(values.size() == size || values.empty(), "expected ", size, " elements in '", name,
            "' of the optimizer, got ", values.size());
    blocks.push_back({name, values});
  }
  Index t = 0;
  FieldReader(contents.about, "a model's file")("step", t);
  model.optimizer().restore(t, blocks);
  restore_random_states(member(contents.about, "random"), model);
}

}  // namespace

Bytes save(const Sequential& model, bool with_optimizer) {
  json::Writer about;
  about.open('{');
  about.name("model");
  about.literal(to_json(ModelConfig{model.network().graph(), 0}));
  if (model.is_compiled()) {
    about.name("compile");
    about.literal(to_json(model.compiled()));
  }
  return write(model, model.states(), with_optimizer && model.is_compiled(), std::move(about));
}

std::unique_ptr<Sequential> load_model(std::span<const std::uint8_t> bytes,
                                       std::shared_ptr<Pool> pool) {
  const Contents contents = open(bytes);
  ModelConfig config;
  read(member(contents.about, "model"), "a model's file", config);
  // What later layers say that they read once counted for nothing, whatever it was.
  auto& layers = config.graph.layers;
  for (std::size_t n = 1; n < layers.size(); ++n) layers[n].forget_input();
  expect_weights(contents, config.graph);
  auto model = std::make_unique<Sequential>(std::move(config.graph), config.seed, std::move(pool));
  if (const auto settings = Value(contents.about).find("compile")) {
    CompileConfig compile;
    read(*settings, "a model's file", compile);
    model->compile(compile);
  }
  restore(contents, *model);
  model->set_states(states_of(model->network(), contents.states));
  return model;
}

Bytes save(LanguageModel& model, const std::string& tokenizer, bool with_optimizer) {
  json::Writer about;
  about.open('{');
  about.name("languageModel");
  about.literal(to_json(model.config()));
  about.name("tokenizer");
  about.text(tokenizer);
  return write(model.sequential(), model.streams(), with_optimizer, std::move(about));
}

LoadedLanguageModel load_language_model(std::span<const std::uint8_t> bytes,
                                        std::shared_ptr<Pool> pool) {
  const Contents contents = open(bytes);
  LanguageModelConfig config;
  read(member(contents.about, "languageModel"), "a model's file", config);
  const auto tokenizer = member(contents.about, "tokenizer").text();
  require(tokenizer.has_value(), "expected a tokenizer in a model's file");
  expect_weights(contents, {LanguageModel::layers(config)});
  auto model = std::make_unique<LanguageModel>(config, std::move(pool));
  restore(contents, model->sequential());
  model->set_streams(
      std::make_shared<States>(states_of(model->sequential().network(), contents.states)));
  return {std::move(model), std::string(*tokenizer)};
}

}  // namespace lstm
