// State dicts and files: what comes back, what is refused, and that training goes on.
#include "lstm/model_file.hpp"
#include "graph/network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "every_layer.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/trainer.hpp"
#include "normals.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

// Every layer and option, compiled.
std::unique_ptr<Sequential> everything(const OptimizerConfig& optimizer = {}) {
  const LstmConfig lstm{
      .units = 5, .return_sequences = true, .dropout = 0.1f, .recurrent_dropout = 0.1f};
  auto model = std::make_unique<Sequential>(every_layer(lstm), 7);
  CompileConfig config{.loss = LossKind::sparse_categorical_crossentropy, .optimizer = optimizer};
  config.metrics.accuracy = true;
  model->compile(config);
  return model;
}

const Tensor x{{14, 9}, random_tokens(14 * 9, 11, 9)}, y{{14}, random_tokens(14, 3, 9)};

std::vector<double> train(Sequential& model, Index epochs) {
  Trainer trainer(model, model.dataset(x, y), {}, {.epochs = epochs, .batch_size = 4});
  std::vector<double> losses;
  for (FitEvent event; (event = trainer.step()) != FitEvent::done;) {
    if (event == FitEvent::batch) losses.push_back(trainer.last_batch().loss());
  }
  return losses;
}

std::vector<float> values_of(const Sequential& model) {
  const auto values = model.parameters().values();
  return {values.begin(), values.end()};
}

}  // namespace

TEST_CASE("a model saved with its optimizer goes on bit for bit, whatever the optimizer") {
  for (const OptimizerConfig& optimizer :
       {OptimizerConfig{}, OptimizerConfig{.rule = AdamwConfig{}},
        OptimizerConfig{.rule = SgdConfig{.momentum = 0.9f}},
        OptimizerConfig{.rule = RmspropConfig{.momentum = 0.5f},
                        .learning_rate = ExponentialDecay{0.01f, 5, 0.5f}}}) {
    const auto whole = everything(optimizer), half = everything(optimizer);
    train(*whole, 2);
    const auto expected = train(*whole, 3);
    train(*half, 2);
    const auto loaded = load_model(save(*half, true));
    CHECK(values_of(*loaded) == values_of(*half));
    CHECK(train(*loaded, 3) == expected);
    CHECK(values_of(*loaded) == values_of(*whole));
  }
}

TEST_CASE("windows, shapes and noise come back from a file, and go on bit for bit") {
  Random random(4);
  const Tensor numbers{{14, 12, 4}, normals(14 * 12 * 4, random)};
  const auto fit = [&](Sequential& model, Index epochs) {
    Trainer trainer(model, model.dataset(numbers, y), {}, {.epochs = epochs, .batch_size = 4});
    while (trainer.step() != FitEvent::done) {
    }
    return values_of(model);
  };
  Sequential whole(every_shape(), 7), half(every_shape(), 7);
  for (Sequential* model : {&whole, &half}) {
    model->compile({.loss = LossKind::sparse_categorical_crossentropy});
    fit(*model, 1);
  }
  const auto loaded = load_model(save(half, true));
  CHECK(values_of(*loaded) == values_of(half));
  CHECK(loaded->predict(numbers).data == half.predict(numbers).data);
  CHECK(fit(*loaded, 2) == fit(whole, 2));
}

TEST_CASE("a model saved before its first step, or uncompiled, comes back too") {
  const auto fresh = everything();
  CHECK(train(*load_model(save(*fresh, true)), 2) == train(*everything(), 2));
  Sequential plain({DenseConfig{.units = 2, .input_features = 3}}, 1);
  const auto loaded = load_model(save(plain, true));
  CHECK(values_of(*loaded) == values_of(plain));
  CHECK_FALSE(loaded->is_compiled());
}

TEST_CASE("what a later layer says that it reads is no matter in a file") {
  Sequential model({LstmConfig{.units = 4, .return_sequences = true, .input_features = 2},
                    LstmConfig{.units = 3, .input_features = 4}},
                   7);
  Bytes bytes = save(model, false);
  const std::string right = "[null,4]",
                    wrong = "[null,9]";  // as files of earlier builds may have it
  const auto found = std::ranges::search(bytes, right);
  REQUIRE(!found.empty());
  std::ranges::copy(wrong, found.begin());
  const Tensor two{{1, 2, 2}, std::vector<float>{1, 2, 3, 4}};
  CHECK(as_values(load_model(bytes)->predict(two)) == as_values(model.predict(two)));
}

TEST_CASE("a language model comes back with its tokenizer, and goes on") {
  const auto text = random_tokens(2000, 12, 9);
  const LanguageFitConfig fit{.sequence_length = 10, .batch_size = 4, .steps = 20};
  const auto run = [&](LanguageModel& model) {
    LanguageTrainer trainer(model, text, fit);
    double last = 0;
    while (!trainer.done()) last = trainer.step().loss();
    return last;
  };
  const LanguageModelConfig config{
      .vocabulary = 12, .embedding_dim = 5, .units = {8, 6}, .dropout = 0.1f};
  LanguageModel whole(config), half(config);
  run(whole);
  run(half);
  const auto [loaded, tokenizer] = load_language_model(save(half, R"({"kind":"char"})", true));
  CHECK(tokenizer == R"({"kind":"char"})");
  CHECK(run(*loaded) == run(whole));
}

TEST_CASE("states that are carried from batch to batch come back with the optimizer") {
  const auto make = [] {
    auto model = std::make_unique<Sequential>(
        std::vector<LayerConfig>{
            EmbeddingConfig{11, 6},
            LstmConfig{.units = 5, .return_sequences = true, .stateful = true},
            GruConfig{.units = 5, .return_sequences = true, .stateful = true},
            SimpleRnnConfig{.units = 4, .return_sequences = true, .stateful = true},
            BidirectionalConfig{LstmConfig{.units = 4, .stateful = true}}, DenseConfig{1}},
        7);
    model->compile({});
    return model;
  };
  const Tensor targets{{14}, std::vector<float>(14, 0.5f)};
  const auto whole = make(), half = make();
  for (int n = 0; n < 3; ++n) {
    whole->train_on_batch(x, targets);
    half->train_on_batch(x, targets);
  }
  const auto loaded = load_model(save(*half, true));
  CHECK(load_model(save(*half, false))->states()[1][0].empty());
  for (int n = 0; n < 3; ++n) {
    CHECK(loaded->train_on_batch(x, targets).loss() == whole->train_on_batch(x, targets).loss());
  }
  CHECK(values_of(*loaded) == values_of(*whole));
}

TEST_CASE("a language model saved between two steps goes on with its streams, bit for bit") {
  const auto text = random_tokens(400, 12, 9);  // eight windows an epoch
  const LanguageFitConfig fit{.sequence_length = 10, .batch_size = 4, .steps = 20};
  LanguageModel whole({.vocabulary = 12, .embedding_dim = 5, .units = {8, 6}, .dropout = 0.1f});
  LanguageTrainer trainer(whole, text, fit);
  for (int n = 0; n < 11; ++n) trainer.step();
  const auto [loaded, tokenizer] = load_language_model(save(whole, "", true));
  LanguageFitConfig rest = fit;
  rest.initial_step = 11;
  LanguageTrainer resumed(*loaded, text, rest);
  while (!trainer.done()) CHECK(resumed.step().loss() == trainer.step().loss());
  CHECK(resumed.done());
  CHECK(values_of(loaded->sequential()) == values_of(whole.sequential()));

  rest.batch_size = 2;
  CHECK_THROWS_WITH_AS(LanguageTrainer(*loaded, text, rest),
                       "lstm: expected batchSize 4, as the steps before initialStep had, got 2",
                       std::invalid_argument);
  rest.initial_step = 21;
  CHECK_THROWS_WITH_AS(LanguageTrainer(*loaded, text, rest),
                       "lstm: expected initialStep of 0 to 20, got 21", std::out_of_range);
}

TEST_CASE("a state dict has PyTorch's names, and both biases add up") {
  const auto model = everything();
  auto dict = state_dict(model->network());
  std::vector<std::string> names;
  for (const auto& tensor : dict) names.push_back(tensor.name);
  CHECK(names == std::vector<std::string>{"embedding.weight",
                                          "lstm.weight_ih_l0",
                                          "lstm.weight_hh_l0",
                                          "lstm.bias_ih_l0",
                                          "lstm.bias_hh_l0",
                                          "bidirectional.weight_ih_l0",
                                          "bidirectional.weight_hh_l0",
                                          "bidirectional.bias_ih_l0",
                                          "bidirectional.bias_hh_l0",
                                          "bidirectional.weight_ih_l0_reverse",
                                          "bidirectional.weight_hh_l0_reverse",
                                          "bidirectional.bias_ih_l0_reverse",
                                          "bidirectional.bias_hh_l0_reverse",
                                          "layer_normalization.weight",
                                          "layer_normalization.bias",
                                          "gru.weight_ih_l0",
                                          "gru.weight_hh_l0",
                                          "gru.bias_ih_l0",
                                          "gru.bias_hh_l0",
                                          "bidirectional_1.weight_ih_l0",
                                          "bidirectional_1.weight_hh_l0",
                                          "bidirectional_1.bias_ih_l0",
                                          "bidirectional_1.weight_ih_l0_reverse",
                                          "bidirectional_1.weight_hh_l0_reverse",
                                          "bidirectional_1.bias_ih_l0_reverse",
                                          "simple_rnn.weight_ih_l0",
                                          "simple_rnn.weight_hh_l0",
                                          "simple_rnn.bias_ih_l0",
                                          "simple_rnn.bias_hh_l0",
                                          "lstm_1.weight_ih_l0",
                                          "lstm_1.weight_hh_l0",
                                          "dense.weight",
                                          "dense.bias"});
  const auto before = values_of(*model);
  load_state_dict(model->network(), dict);
  CHECK(values_of(*model) == before);
  for (auto& value : dict[4].values) value = 0.25f;
  load_state_dict(model->network(), dict);
  CHECK(std::as_const(*model).parameters()["lstm.bias_ih_l0"].value.data[0] ==
        dict[3].values[0] + 0.25f);
}

TEST_CASE("a wrong state dict is refused, and changes nothing") {
  const auto model = everything();
  const auto dict = state_dict(model->network());
  const auto before = values_of(*model);
  const auto refused = [&](auto change, const char* message) {
    auto wrong = dict;
    for (auto& tensor : wrong) {
      for (auto& value : tensor.values) value = 9;
    }
    change(wrong);
    CHECK_THROWS_WITH_AS(load_state_dict(model->network(), wrong), message, std::invalid_argument);
    CHECK(values_of(*model) == before);
  };
  refused([](auto& d) { d.pop_back(); }, "lstm: expected 'dense.bias' in the state dict");
  refused([](auto& d) { d.back().name = "dense.bios"; },
          "lstm: expected 'dense.bias' in the state dict");
  refused([](auto& d) { d.push_back({"more", {1}, {1}}); },
          "lstm: expected no 'more' in the state dict: the model has none");
  refused([](auto& d) { d.push_back(d.front()); },
          "lstm: expected different names in a state dict, got 'embedding.weight' twice");
  refused([](auto& d) { d.back().shape = {1, 3}; },
          "lstm: expected 'dense.bias' of shape [3] in the state dict, got [1, 3]");
  refused([](auto& d) { d.back().values.pop_back(); },
          "lstm: expected 'dense.bias' in the state dict to have 3 elements, got 2");
}
