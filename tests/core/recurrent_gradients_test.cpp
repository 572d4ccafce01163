// Every gradient of every cell, wherever a recurrent layer can stand.
#include <doctest/doctest.h>

#include "every_cell.hpp"
#include "gradient_check.hpp"

using namespace lstm;

namespace {

const DenseConfig classes{4, ActivationKind::softmax}, yes_or_no{1, ActivationKind::sigmoid};
constexpr auto sparse = LossKind::sparse_categorical_crossentropy;
constexpr auto binary = LossKind::binary_crossentropy;
constexpr auto squared = LossKind::mean_squared_error;

const LstmConfig plain{.units = 5, .return_sequences = true};

LstmConfig ending(LstmConfig options) {
  options.units = 6;
  options.return_sequences = false;
  return options;
}
LstmConfig dropping(LstmConfig options, float rate = 0.3f) {
  options.dropout = options.recurrent_dropout = rate;
  return options;
}
LstmConfig unbiased(LstmConfig options) {
  options.use_bias = false;
  return options;
}
LstmConfig of_numbers(LstmConfig options) {
  options.input_features = input_features;
  return options;
}

// At every step, to the end, and both ways.
void add_places(const AnyCell& cell, const LstmConfig& options, bool padding,
                std::vector<Problem>& all) {
  const EmbeddingConfig embedding{vocabulary, 4, padding};
  const LayerConfig steps = cell(options), last = cell(ending(options));
  const bool training = options.dropout > 0;
  const auto add = [&](const char* name, std::vector<LayerConfig> layers, LossKind loss,
                       bool carried) {
    all.push_back({.name = name,
                   .layers = std::move(layers),
                   .loss = loss,
                   .time = 5,
                   .carried_state = carried,
                   .training = training});
  };
  add("at every step", {embedding, steps, steps, classes}, sparse, true);
  add("to the end", {embedding, steps, last, yes_or_no}, binary, false);
  if (options.go_backwards) return;
  const BidirectionalConfig both{steps}, both_last{last};
  add("both ways", {embedding, both, both_last, yes_or_no}, binary, true);
}

std::vector<Problem> problems(const AnyCell& cell) {
  std::vector<Problem> all;
  for (const auto& options :
       {plain, turned(plain), unbiased(plain), dropping(plain), turned(dropping(plain, 0.2f))}) {
    for (const bool padding : {false, true}) add_places(cell, options, padding, all);
  }
  const EmbeddingConfig embedding{vocabulary, 4}, large{40, 4};
  const LayerConfig steps = cell(plain), last = cell(ending(plain));
  for (const auto merge : {MergeMode::concat, MergeMode::sum, MergeMode::ave, MergeMode::mul}) {
    const BidirectionalConfig both{steps, merge}, both_last{last, merge};
    all.push_back({"merged at every step", {embedding, both, classes}, sparse});
    all.push_back({"merged to the end", {embedding, both, both_last, yes_or_no}, binary});
  }
  LstmConfig dropping_h = ending(plain), wide = of_numbers(ending(plain));
  dropping_h.recurrent_dropout = 0.3f;
  wide.units = 17;
  all.push_back({.name = "recurrent dropout and a table",
                 .layers = {embedding, cell(dropping_h), yes_or_no},
                 .loss = binary,
                 .training = true});
  all.push_back({"a table larger than the batch", {large, steps, last, yes_or_no}, binary});
  all.push_back({"one step", {embedding, last, yes_or_no}, binary, 1});
  all.push_back({"real input, its own output", {cell(wide)}, squared});
  all.push_back({.name = "backwards, its own output",
                 .layers = {cell(of_numbers(turned(plain)))},
                 .loss = squared,
                 .carried_state = true});
  return all;
}

// Of each pair of activations.
std::vector<LstmConfig> every_activation() {
  using enum CellActivation;
  constexpr CellActivation kinds[] = {tanh,   sigmoid,  hard_sigmoid,       relu,
                                      linear, softsign, hard_sigmoid_keras2};
  std::vector<LstmConfig> all;
  for (const auto activation : kinds) {
    for (const auto recurrent : kinds) {
      LstmConfig& one = all.emplace_back(plain);
      one.activation = activation;
      one.recurrent_activation = recurrent;
    }
  }
  return all;
}

}  // namespace

TEST_CASE("every gradient of every cell equals its central difference") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    for (const auto& problem : problems(cell)) check_gradients(problem);
  }
}

// A step of padding hands its gradient on through whatever the activations make of a gate.
TEST_CASE("so does every gradient by every pair of activations, with padding and dropout") {
  const EmbeddingConfig embedding{vocabulary, 4}, padded{vocabulary, 4, true};
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    for (const auto& options : every_activation()) {
      check_gradients(
          {"both ways, padding", {padded, BidirectionalConfig{cell(options)}, classes}, sparse});
      check_gradients({.name = "dropout, backwards, carried state",
                       .layers = {embedding, cell(turned(dropping(options, 0.2f))), classes},
                       .loss = sparse,
                       .time = 2,  // what is linear all over grows with every step
                       .carried_state = true,
                       .training = true});
    }
  }
}
