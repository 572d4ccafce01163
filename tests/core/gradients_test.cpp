// Every gradient of every layer and loss.
#include <doctest/doctest.h>

#include "gradient_check.hpp"
#include "lstm/config.hpp"

using namespace lstm;

namespace {

// An LSTM of each pair of activations.
std::vector<LstmConfig> every_activation() {
  using enum CellActivation;
  constexpr CellActivation kinds[] = {tanh, sigmoid, hard_sigmoid, relu, linear, softsign};
  std::vector<LstmConfig> all;
  for (const auto activation : kinds) {
    for (const auto recurrent : kinds) {
      all.push_back({.units = 5,
                     .activation = activation,
                     .recurrent_activation = recurrent,
                     .return_sequences = true});
    }
  }
  return all;
}

LstmConfig backwards_of(LstmConfig lstm) {
  lstm.go_backwards = true;
  lstm.dropout = 0.2f;
  lstm.recurrent_dropout = 0.2f;
  return lstm;
}

std::vector<Problem> problems() {
  const EmbeddingConfig embedding{vocabulary, 4};
  const LstmConfig sequences{.units = 5, .return_sequences = true};
  const LstmConfig last{.units = 6};
  const auto binary = LossKind::binary_crossentropy;
  const auto sparse = LossKind::sparse_categorical_crossentropy;
  const auto squared = LossKind::mean_squared_error;
  const LstmConfig backwards{.units = 5, .go_backwards = true};
  const LstmConfig backwards_sequences{.units = 5, .return_sequences = true, .go_backwards = true};
  const LstmConfig everything{
      .units = 5, .return_sequences = true, .dropout = 0.3f, .recurrent_dropout = 0.4f};
  const EmbeddingConfig padded{vocabulary, 4, true};
  using enum ActivationKind;
  std::vector<Problem> all{
      {"embedding, two lstm, sigmoid",
       {embedding, sequences, last, DenseConfig{1, sigmoid}},
       binary},
      {"several sigmoids", {embedding, last, DenseConfig{3, sigmoid}}, binary},
      {"softmax at every step", {embedding, sequences, DenseConfig{4, softmax}}, sparse},
      {"softmax at the end", {embedding, last, DenseConfig{4, softmax}}, sparse},
      {"carried state",
       {embedding, sequences, LstmConfig{.units = 6, .return_sequences = true},
        DenseConfig{4, softmax}},
       sparse,
       4,
       true},
      {"a table larger than the batch",
       {EmbeddingConfig{40, 4}, sequences, last, DenseConfig{1, sigmoid}},
       binary},
      {"an embedding before a dense layer", {embedding, DenseConfig{4, softmax}}, sparse},
      {"one step", {embedding, last, DenseConfig{1, sigmoid}}, binary, 1},
      {"one token", {embedding, last, DenseConfig{1, sigmoid}}, binary, 1, false, 1},
      {"no biases",
       {embedding, LstmConfig{.units = 5, .use_bias = false},
        DenseConfig{.units = 2, .use_bias = false}},
       squared},
      {"real input, the lstm's own output",
       {LstmConfig{.units = 17, .input_features = input_features}},
       squared},
      {"real input, two dense layers",
       {LstmConfig{.units = 5, .return_sequences = true, .input_features = input_features},
        DenseConfig{6, tanh}, DenseConfig{2, linear}},
       squared},
  };
  const auto with_loss = [&](const char* name, const ActivationKind head, LossKind loss) {
    for (const bool weighted : {false, true}) {
      all.push_back(
          {name, {embedding, sequences, DenseConfig{4, head}}, loss, 4, false, 3, weighted});
    }
    all.push_back({name, {embedding, last, DenseConfig{2, head}}, loss, 4, false, 3, true});
  };
  with_loss("binary cross-entropy", sigmoid, binary);
  with_loss("categorical cross-entropy", softmax, LossKind::categorical_crossentropy);
  with_loss("squared error", linear, squared);
  with_loss("absolute error", tanh, LossKind::mean_absolute_error);
  all.push_back({"weighted softmax",
                 {embedding, sequences, DenseConfig{4, softmax}},
                 sparse,
                 4,
                 false,
                 3,
                 true});
  for (const auto activation : {linear, sigmoid, tanh, relu, softmax}) {
    all.push_back(
        {"activation", {embedding, last, DenseConfig{8, activation}, DenseConfig{2}}, squared});
    all.push_back(
        {"activation at the end", {embedding, last, DenseConfig{8, activation}}, squared});
  }
  all.insert(
      all.end(),
      {
          {"backwards, to the end", {embedding, backwards, DenseConfig{1, sigmoid}}, binary},
          {"backwards at every step",
           {embedding, backwards_sequences, last, DenseConfig{1, sigmoid}},
           binary},
          {"backwards, the lstm's own output, carried state",
           {LstmConfig{.units = 5,
                       .return_sequences = true,
                       .go_backwards = true,
                       .input_features = input_features}},
           squared,
           4,
           true},
          {"layer normalization",
           {embedding, sequences, LayerNormalizationConfig{}, DenseConfig{4, softmax}},
           sparse},
          {"wide layer normalization at the end",
           {LstmConfig{.units = 19, .input_features = input_features},
            LayerNormalizationConfig{.epsilon = 0.1f}},
           squared},
          {"padding", {padded, sequences, last, DenseConfig{1, sigmoid}}, binary, 6},
          {"padding at every step",
           {padded, sequences, LayerNormalizationConfig{}, DenseConfig{4, softmax}},
           sparse,
           6},
          {"padding, backwards, carried state",
           {padded, backwards_sequences, LstmConfig{.units = 5, .return_sequences = true},
            DenseConfig{4, softmax}},
           sparse,
           6,
           true},
          {"padding, both ways",
           {padded, BidirectionalConfig{sequences}, BidirectionalConfig{last},
            DenseConfig{1, sigmoid}},
           binary,
           6},
          {"padding, both ways, carried state",
           {padded, sequences, BidirectionalConfig{sequences}, DenseConfig{4, softmax}},
           sparse,
           6,
           true},
          {"padding and dropout",
           {padded, DropoutConfig{0.2f}, everything, everything, DenseConfig{4, softmax}},
           sparse,
           6,
           false,
           3,
           false,
           true},
          {"dropout",
           {embedding, DropoutConfig{0.4f}, sequences, DropoutConfig{0.3f}, last,
            DropoutConfig{0.5f}, DenseConfig{1, sigmoid}},
           binary,
           4,
           false,
           3,
           false,
           true},
          {"dropout before an lstm, out of training",
           {embedding, DropoutConfig{0.4f}, DropoutConfig{0.4f}, last, DenseConfig{1, sigmoid}},
           binary},
          {"dropout before a dense layer, out of training",
           {embedding, DropoutConfig{0.4f}, DenseConfig{4, softmax}},
           sparse},
          {"dropout before both ways, out of training",
           {padded, DropoutConfig{0.4f}, BidirectionalConfig{everything}, DenseConfig{4, softmax}},
           sparse},
          {"dropout, out of training",
           {embedding, DropoutConfig{0.4f}, everything, DropoutConfig{0.5f},
            DenseConfig{4, softmax}},
           sparse},
          {"dropout in the lstm",
           {embedding, everything, everything, DenseConfig{4, softmax}},
           sparse,
           4,
           true,
           3,
           false,
           true},
          {"recurrent dropout and a table",
           {embedding, LstmConfig{.units = 5, .recurrent_dropout = 0.3f}, DenseConfig{1, sigmoid}},
           binary,
           4,
           false,
           3,
           false,
           true},
          {"dropout both ways",
           {embedding, BidirectionalConfig{everything}, BidirectionalConfig{everything},
            DenseConfig{4, softmax}},
           sparse,
           4,
           false,
           3,
           false,
           true},
      });
  for (const auto merge : {MergeMode::concat, MergeMode::sum, MergeMode::ave, MergeMode::mul}) {
    all.push_back({"both ways at every step",
                   {embedding, BidirectionalConfig{sequences, merge}, DenseConfig{4, softmax}},
                   sparse});
    all.push_back({"both ways",
                   {embedding, BidirectionalConfig{sequences, merge},
                    BidirectionalConfig{last, merge}, DenseConfig{1, sigmoid}},
                   binary});
  }
  for (const auto& lstm : every_activation()) {
    all.push_back({"activations, both ways, padding",
                   {padded, BidirectionalConfig{lstm}, DenseConfig{4, softmax}},
                   sparse});
    all.push_back({"activations and dropout, backwards, carried state",
                   {embedding, backwards_of(lstm), DenseConfig{4, softmax}},
                   sparse,
                   3,
                   true,
                   3,
                   false,
                   true});
  }
  return all;
}

}  // namespace

TEST_CASE("every gradient equals its central difference") {
  for (const auto& problem : problems()) {
    CAPTURE(problem.name);
    CAPTURE(json::write(to_json(ModelConfig{problem.layers, 0})));
    for (const auto& [tensor, largest, worst] : gradient_differences(problem)) {
      CAPTURE(tensor);
      const bool unused = problem.time == 1 && tensor.ends_with("weight_hh_l0");
      CHECK((largest > 1e-6) != unused);  // h_0 is zero
      CHECK(worst <= gradient_tolerance * largest);
    }
  }
}
