// Layers in a model: what they are named, how they are told, what does not fit.
#include <doctest/doctest.h>

#include <set>
#include <stdexcept>

#include "graph/network.hpp"
#include "layers/kind.hpp"
#include "lstm/config.hpp"
#include "lstm/json.hpp"
#include "lstm/summary.hpp"

using namespace lstm;

TEST_CASE("sizes beyond memory are refused before anything is allocated") {
  const auto refused = [](std::vector<LayerConfig> layers) {
    CHECK_THROWS_AS(Sequential{layers}, std::out_of_range);
  };
  refused({EmbeddingConfig{Index{1} << 30, 1}});
  refused({LstmConfig{.units = Index{1} << 30, .input_features = 1}});
  refused({DenseConfig{.units = (Index{1} << 24) + 1, .input_features = 1}});
  if (sizeof(Index) == 4) {  // where these do not fit
    refused({EmbeddingConfig{1 << 24, 1 << 24}});
    refused({EmbeddingConfig{1 << 24, 16}, LstmConfig{.units = 1}, DenseConfig{1 << 24},
             DenseConfig{16}});
  }
}

TEST_CASE("a first layer that wants so many steps gets them") {
  Sequential model({LstmConfig{.units = 2, .input_features = 1, .input_time = 3}});
  CHECK(model.predict({{1, 3, 1}, std::vector<float>(3)}).shape == Shape{1, 2});
  CHECK_THROWS_WITH_AS(model.predict({{1, 4, 1}, std::vector<float>(4)}),
                       "lstm: expected x of shape [N, 3, 1] in lstm, got [1, 4, 1]",
                       std::invalid_argument);
}

TEST_CASE("only layers without a name are numbered, as in Keras") {
  Sequential model(
      {LstmConfig{.units = 1, .return_sequences = true, .input_features = 1, .name = "a"},
       LstmConfig{.units = 1, .return_sequences = true}, LstmConfig{.units = 1}});
  const auto tensors = model.parameters().tensors();
  CHECK(tensors[0].name == "a.weight_ih_l0");
  CHECK(tensors[3].name == "lstm.weight_ih_l0");
  CHECK(tensors[6].name == "lstm_1.weight_ih_l0");
}

TEST_CASE(
    "the parameters of a bidirectional layer are named as PyTorch's, the others' as Keras's") {
  Sequential model(
      {BidirectionalConfig{LstmConfig{.units = 1, .return_sequences = true, .input_features = 1}},
       LayerNormalizationConfig{}, DropoutConfig{0.1f}, LayerNormalizationConfig{},
       BidirectionalConfig{LstmConfig{.units = 1, .use_bias = false}, MergeMode::sum}});
  std::vector<std::string> names;
  for (const auto& tensor : model.parameters().tensors()) names.push_back(tensor.name);
  CHECK(names == std::vector<std::string>{
                     "bidirectional.weight_ih_l0", "bidirectional.weight_hh_l0",
                     "bidirectional.bias_ih_l0", "bidirectional.weight_ih_l0_reverse",
                     "bidirectional.weight_hh_l0_reverse", "bidirectional.bias_ih_l0_reverse",
                     "layer_normalization.weight", "layer_normalization.bias",
                     "layer_normalization_1.weight", "layer_normalization_1.bias",
                     "bidirectional_1.weight_ih_l0", "bidirectional_1.weight_hh_l0",
                     "bidirectional_1.weight_ih_l0_reverse",
                     "bidirectional_1.weight_hh_l0_reverse"});
}

TEST_CASE("layers that do not fit are refused by name") {
  const auto refused = [](std::vector<LayerConfig> layers, const char* message) {
    CHECK_THROWS_WITH(Sequential{layers}, message);
  };
  refused({}, "lstm: expected at least one layer, got none");
  refused({EmbeddingConfig{0, 4}}, "lstm: expected inputDim >= 1 in 'embedding', got 0");
  refused({LstmConfig{.units = 3}},
          "lstm: expected 'lstm' to follow another layer or to have inputShape");
  refused({EmbeddingConfig{5, 4}, LstmConfig{.units = 3}, LstmConfig{.units = 3}},
          "lstm: expected a sequence as input of 'lstm_1', got one vector a sample (does the "
          "layer before it lack returnSequences?)");
  refused({EmbeddingConfig{5, 4}, DenseConfig{.units = 2, .name = "embedding"}},
          "lstm: expected layers of different names, got 'embedding' twice");
  refused({EmbeddingConfig{5, 4}, EmbeddingConfig{5, 4}},
          "lstm: expected embedding 'embedding_1' to be the first layer");
  refused(
      {EmbeddingConfig{5, 4}, BidirectionalConfig{LstmConfig{.units = 3, .go_backwards = true}}},
      "lstm: expected goBackwards to be false in the layer of 'bidirectional', which reads both "
      "ways");
  refused({EmbeddingConfig{5, 4}, BidirectionalConfig{DenseConfig{3}}},
          "lstm: expected a recurrent layer in 'bidirectional', got 'dense'");
  refused({LayerNormalizationConfig{}},
          "lstm: expected 'layer_normalization' to follow another layer");
  Sequential linear({EmbeddingConfig{5, 4}, LstmConfig{.units = 3}, DenseConfig{1}});
  CHECK_THROWS_AS(linear.compile({.loss = LossKind::binary_crossentropy}), std::invalid_argument);
}

TEST_CASE("a summary names layers, shapes and parameters") {
  const Sequential model({EmbeddingConfig{10, 4}, LstmConfig{.units = 3, .return_sequences = true},
                          BidirectionalConfig{LstmConfig{.units = 2}},
                          DenseConfig{1, ActivationKind::sigmoid}});
  CHECK(summary(model.network()) ==
        "Layer (type)                   Output shape  Parameters\n"
        "-------------------------------------------------------\n"
        "embedding (Embedding)          [B, T, 4]             40\n"
        "lstm (LSTM)                    [B, T, 3]             96\n"
        "bidirectional (Bidirectional)  [B, 4]                96\n"
        "dense (Dense)                  [B, 1]                 5\n"
        "-------------------------------------------------------\n"
        "Trainable parameters: 237\n");
}

TEST_CASE("a summary counts both biases of a GRU") {
  const Sequential model({GruConfig{.units = 2, .return_sequences = true, .input_features = 3},
                          GruConfig{.units = 2, .reset_after = false, .return_sequences = true},
                          SimpleRnnConfig{.units = 4}});
  CHECK(summary(model.network()) ==
        "Layer (type)            Output shape  Parameters\n"
        "------------------------------------------------\n"
        "gru (GRU)               [B, T, 2]             42\n"
        "gru_1 (GRU)             [B, T, 2]             30\n"
        "simple_rnn (SimpleRNN)  [B, 4]                28\n"
        "------------------------------------------------\n"
        "Trainable parameters: 100\n");
}

namespace {

ModelConfig read_model(const std::string& text) {
  ModelConfig config;
  read(json::parse(text), "sequential", config);
  return config;
}

// The same with every option at another value, but for those that are words.
void write_changed(json::Writer& json, const Value& layer) {
  json.open('{');
  const Items<Member> options = *layer.object();
  for (const auto& [name, its] : options) {
    json.name(name);
    if (name == "name") {
      json.text("a");
    } else if (const auto flag = its.boolean()) {
      json.literal(*flag ? "false" : "true");
    } else if (const auto number = its.number()) {
      json.number(*number + 1);
    } else if (its.object()) {
      write_changed(json, its);
    } else {
      json.value(its);
    }
  }
  json.close('}');
}

std::string changed(const Value& layer) {
  json::Writer json;
  write_changed(json, layer);
  return std::move(json).result();
}

std::string model_of(const std::string& layer) { return "{\"layers\":[" + layer + "],\"seed\":0}"; }

}  // namespace

TEST_CASE("every kind of layer comes back from JSON with every option") {
  for (const LayerKind* kind : layer_kinds()) {
    CAPTURE(kind->type);
    const LayerConfig fresh = kind->fresh();
    CHECK(&fresh.kind() == kind);
    const Tape model = json::parse(to_json(ModelConfig{{{fresh}}}));
    const Value layer = *Value(model).find("layers")->array()->begin();
    CHECK(*layer.find("type")->text() == kind->type);
    for (const auto& its : {json::write(layer), changed(layer)}) {
      const ModelConfig back = read_model(model_of(its));
      CHECK(&back.graph.layers.front().kind() == kind);
      CHECK(to_json(back) == model_of(its));
    }
  }
}

TEST_CASE("no two kinds of layer share a name, in configurations, models or summaries") {
  std::set<std::string> types, stems, titles;
  for (const LayerKind* kind : layer_kinds()) {
    CHECK(types.insert(kind->type).second);
    CHECK(stems.insert(kind->stem).second);
    CHECK(titles.insert(kind->title).second);
  }
}

TEST_CASE("what JSON has in a bidirectional layer is a recurrent one") {
  CHECK_THROWS_WITH_AS(
      read_model(R"({"layers":[{"type":"bidirectional","layer":{"type":"dense","units":1}}]})"),
      "lstm: expected layer in bidirectional to be made by layers.lstm, layers.gru, "
      "layers.simpleRNN, got {\"type\":\"dense\",\"units\":1}",
      std::invalid_argument);
}
