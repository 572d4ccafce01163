// Every gradient of every layer and loss; recurrent_gradients_test.cpp has what only recurrent
// layers go through.
#include <doctest/doctest.h>

#include "gradient_check.hpp"

using namespace lstm;

namespace {

std::vector<Problem> problems() {
  const EmbeddingConfig embedding{vocabulary, 4};
  const LstmConfig sequences{.units = 5, .return_sequences = true};
  const LstmConfig last{.units = 6};
  const auto binary = LossKind::binary_crossentropy;
  const auto sparse = LossKind::sparse_categorical_crossentropy;
  const auto squared = LossKind::mean_squared_error;
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
      {"an embedding before a dense layer", {embedding, DenseConfig{4, softmax}}, sparse},
      {"one token", {embedding, last, DenseConfig{1, sigmoid}}, binary, 1, false, 1},
      {"no biases",
       {embedding, LstmConfig{.units = 5, .use_bias = false},
        DenseConfig{.units = 2, .use_bias = false}},
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
  for (const auto activation :
       {linear, sigmoid, tanh, relu, softmax, elu, gelu, leaky_relu, selu, softplus, softsign,
        swish, hard_sigmoid, hard_sigmoid_keras2, exponential}) {
    all.push_back(
        {"activation", {embedding, last, DenseConfig{8, activation}, DenseConfig{2}}, squared});
    all.push_back(
        {"activation at the end", {embedding, last, DenseConfig{8, activation}}, squared});
  }
  all.insert(
      all.end(),
      {
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
      });
  return all;
}

}  // namespace

TEST_CASE("every gradient equals its central difference") {
  for (const auto& problem : problems()) check_gradients(problem);
}
