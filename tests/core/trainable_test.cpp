// Layers that are frozen: their weights keep their bits, cost no gradient, and change nothing else.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "every_layer.hpp"
#include "graph/network.hpp"
#include "layers/recurrent.hpp"
#include "learning/batch.hpp"
#include "lstm/model_file.hpp"
#include "lstm/summary.hpp"
#include "lstm/trainer.hpp"
#include "pool.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

const Tensor x{{28, 9}, random_tokens(28 * 9, 11, 9)}, y{{28}, random_tokens(28, 3, 9)};

// Large enough to be shared out among threads.
std::unique_ptr<Sequential> everything(const OptimizerConfig& optimizer = {},
                                       std::shared_ptr<Pool> pool = nullptr) {
  const LstmConfig lstm{
      .units = 24, .return_sequences = true, .dropout = 0.1f, .recurrent_dropout = 0.1f};
  auto model = std::make_unique<Sequential>(every_layer(lstm), 7, std::move(pool));
  model->compile({.loss = LossKind::sparse_categorical_crossentropy, .optimizer = optimizer});
  return model;
}

// An embedding that the LSTM takes as a table: there are fewer tokens than steps.
std::unique_ptr<Sequential> folded() {
  const LstmConfig lstm{.units = 5, .return_sequences = true};
  auto model = std::make_unique<Sequential>(
      std::vector<LayerConfig>{EmbeddingConfig{11, 6}, lstm,
                               BidirectionalConfig{LstmConfig{.units = 4}},
                               DenseConfig{3, ActivationKind::softmax}},
      7);
  model->compile({.loss = LossKind::sparse_categorical_crossentropy});
  return model;
}

void train(Sequential& model, Index epochs) {
  Trainer trainer(model, model.dataset(x, y), {}, {.epochs = epochs, .batch_size = 28});
  while (trainer.step() != FitEvent::done) {
  }
}

std::vector<std::vector<float>> tensors_of(const Sequential& model) {
  std::vector<std::vector<float>> all;
  for (const auto& tensor : std::as_const(model).parameters().tensors()) {
    all.emplace_back(tensor.value.data, tensor.value.data + tensor.value.size());
  }
  return all;
}

bool is_of(const Parameter& tensor, const std::string& layer) {
  return tensor.name.starts_with(layer + ".");
}

// The layers that have weights.
std::vector<std::string> learners(const Sequential& model) {
  std::vector<std::string> names;
  for (const auto& tensor : model.parameters().tensors()) {
    const std::string layer = tensor.name.substr(0, tensor.name.find('.'));
    if (names.empty() || names.back() != layer) names.push_back(layer);
  }
  return names;
}

// The tensors that a call changes are those of every layer but the frozen one.
template <class Call>
void check_changes(Sequential& model, const std::string& frozen, Call call) {
  const auto before = tensors_of(model);
  call();
  const auto after = tensors_of(model);
  const auto tensors = std::as_const(model).parameters().tensors();
  for (std::size_t n = 0; n < tensors.size(); ++n) {
    CAPTURE(tensors[n].name);
    CHECK((after[n] == before[n]) == is_of(tensors[n], frozen));
  }
}

// Every tensor's gradient of one batch; empty where there is none.
std::vector<std::vector<float>> gradients_of(Sequential& model) {
  model.train_on_batch(x, y);
  std::vector<std::vector<float>> all;
  for (const auto& tensor : std::as_const(model).parameters().tensors()) {
    all.emplace_back(tensor.gradient.data, tensor.gradient.data + tensor.gradient.size());
  }
  return all;
}

}  // namespace

TEST_CASE(
    "a frozen layer keeps every bit, under every optimizer and on threads; the others learn") {
  const OptimizerConfig optimizers[] = {
      {.clip_norm = 0.1f},
      {.rule = AdamwConfig{.weight_decay = 0.5f}},
      {.rule = SgdConfig{}},
      {.rule = SgdConfig{.momentum = 0.9f, .nesterov = true}},
      {.rule = RmspropConfig{.momentum = 0.5f}, .clip_value = 0.01f}};
  for (const auto& optimizer : optimizers) {
    for (const bool threads : {false, true}) {
      const auto model = everything(optimizer, threads ? pool_of(3) : nullptr);
      train(*model, 2);  // so that its moments would carry it on
      for (const auto& name : learners(*model)) {
        CAPTURE(name);
        model->set_trainable(name, false);
        check_changes(*model, name, [&] { train(*model, 1); });
        model->set_trainable(name, true);
      }
      check_changes(*model, "none", [&] { train(*model, 1); });
    }
  }
}

TEST_CASE("an embedding that is folded into the next layer is frozen too, and so is that layer") {
  const auto model = folded();
  for (const auto& name : learners(*model)) {
    CAPTURE(name);
    model->set_trainable(name, false);
    check_changes(*model, name, [&] { train(*model, 1); });
    model->set_trainable(name, true);
  }
}

TEST_CASE("the gradients of the layers that learn are those of a model that learns as a whole") {
  for (const auto make : {+[] { return everything(); }, +[] { return folded(); }}) {
    const auto whole = gradients_of(*make());
    for (const auto& name : learners(*make())) {
      const auto model = make();
      model->set_trainable(name, false);
      const auto got = gradients_of(*model);
      const auto tensors = std::as_const(*model).parameters().tensors();
      for (std::size_t n = 0; n < tensors.size(); ++n) {
        CAPTURE(tensors[n].name);
        CHECK(got[n] == (is_of(tensors[n], name) ? std::vector<float>{} : whole[n]));
      }
    }
  }
}

TEST_CASE("below the lowest layer that learns nothing goes backwards") {
  const auto model = folded();
  Network& network = model->network();
  const auto gates = [&](std::size_t lstm) {
    const ConstView z = network.recurrent()[lstm].layer->looks().front().in;
    return std::vector<float>(z.data, z.data + z.size());
  };
  const auto went_back = [&](std::size_t lstm) {
    Inputs inputs = model->inputs(x);
    std::vector<Index> all{0, 1, 2};
    const ConstView out =
        network.forward(inputs.gather(all).front(), nullptr, Network::Until::logits).values;
    std::vector<float> d_y(static_cast<std::size_t>(out.size()), 0.5f);
    const auto before = gates(lstm);
    network.backward({d_y.data(), out.rows, out.cols});
    return gates(lstm) != before;  // backward leaves d_z in the place of the gates
  };
  CHECK(went_back(0));
  model->set_trainable("embedding", false);
  CHECK(went_back(0));
  model->set_trainable("lstm", false);
  CHECK_FALSE(went_back(0));
  CHECK(went_back(1));
  model->set_trainable("bidirectional", false);
  CHECK_FALSE(went_back(1));
  model->set_trainable("embedding", true);
  CHECK(went_back(0));
}

TEST_CASE("a clipped norm is that of the gradients that there are") {
  const float rate = 1, limit = 0.05f;
  const auto model = everything({.rule = SgdConfig{}, .learning_rate = rate, .clip_norm = limit});
  model->set_trainable("lstm", false);
  model->set_trainable("embedding", false);
  const auto before = tensors_of(*model);
  const auto gradients = gradients_of(*model);
  const auto after = tensors_of(*model);
  double squares = 0, moved = 0;
  for (std::size_t n = 0; n < before.size(); ++n) {
    for (const float d : gradients[n]) squares += static_cast<double>(d) * d;
    for (std::size_t k = 0; k < before[n].size(); ++k) {
      moved += std::pow(static_cast<double>(after[n][k]) - before[n][k], 2);
    }
  }
  CHECK(squares > limit * limit);
  CHECK(std::sqrt(moved) == doctest::Approx(rate * limit).epsilon(1e-3));
}

TEST_CASE("a layer is frozen, and thawed, in the middle of an epoch: from the next step on") {
  const auto model = everything();
  Trainer trainer(*model, model->dataset(x, y), {}, {.epochs = 1, .batch_size = 2});
  check_changes(*model, "none", [&] { trainer.step(); });
  model->set_trainable("bidirectional", false);
  check_changes(*model, "bidirectional", [&] { trainer.step(); });
  model->set_trainable("bidirectional", true);
  check_changes(*model, "none", [&] { trainer.step(); });
}

TEST_CASE("a frozen layer drops out as before") {
  const auto model = everything(), frozen = everything();
  for (const std::string name : {"lstm", "bidirectional", "dropout"})
    frozen->set_trainable(name, false);
  CHECK(frozen->train_on_batch(x, y).loss() == model->train_on_batch(x, y).loss());
  CHECK(model->evaluate(x, y).loss() != frozen->evaluate(x, y).loss());
}

TEST_CASE("a model that is frozen as a whole computes its loss, and keeps every bit") {
  const auto model = everything({.rule = AdamwConfig{}});
  for (const auto& name : learners(*model)) model->set_trainable(name, false);
  const auto before = tensors_of(*model);
  train(*model, 2);
  CHECK(tensors_of(*model) == before);
  CHECK(std::isfinite(model->evaluate(x, y).loss()));
}

TEST_CASE("what is frozen is in the file, and goes on bit for bit") {
  const auto whole = everything(), half = everything();
  for (Sequential* model : {whole.get(), half.get()}) {
    train(*model, 1);
    model->set_trainable("lstm", false);
    model->set_trainable("dropout", false);
  }
  train(*whole, 2);
  train(*half, 1);
  const auto loaded = load_model(save(*half, true));
  check_changes(*loaded, "lstm", [&] { train(*loaded, 1); });
  CHECK(tensors_of(*loaded) == tensors_of(*whole));
  CHECK(save(*loaded, true) == save(*whole, true));
}

TEST_CASE("both halves of a bidirectional layer are frozen by it, or by the layer in it") {
  for (const bool inside : {false, true}) {
    BidirectionalConfig both{LstmConfig{.units = 4, .trainable = !inside}};
    both.trainable = inside;
    Sequential model({EmbeddingConfig{11, 6}, both, DenseConfig{3, ActivationKind::softmax}}, 7);
    model.compile({.loss = LossKind::sparse_categorical_crossentropy});
    check_changes(model, "bidirectional", [&] { train(model, 1); });
    model.set_trainable("bidirectional", true);
    check_changes(model, "none", [&] { train(model, 1); });
  }
}

TEST_CASE("the summary counts what is frozen, where anything is") {
  Random random(1);
  Network network({EmbeddingConfig{5, 3}, DropoutConfig{0.5f}, DenseConfig{2}}, random);
  CHECK(summary(network).ends_with("--\nTrainable parameters: 23\n"));
  network.set_trainable("dropout", false);
  CHECK(summary(network).ends_with("--\nTrainable parameters: 23\n"));
  network.set_trainable("embedding", false);
  CHECK(summary(network).ends_with(
      "--\nTotal parameters: 23\nTrainable parameters: 8\nNon-trainable parameters: 15\n"));
}

TEST_CASE("an optimizer leaves alone what lies between its runs, and its slots there") {
  Optimizer optimizer({.rule = AdamwConfig{.weight_decay = 0.5f}, .clip_norm = 1});
  std::vector<float> values(48, 2), gradients(48, 3);
  const Range runs[] = {{0, 16}, {32, 16}};
  std::fill_n(gradients.begin() + 16, 16, NAN);
  optimizer.step(values, gradients, runs);
  for (const auto& [name, slot] : optimizer.slots()) {
    for (std::size_t n = 0; n < 48; ++n) {
      const bool between = n >= 16 && n < 32;
      CHECK((values[n] == 2) == between);
      CHECK((slot[n] == 0) == between);
    }
  }
}

TEST_CASE("only a layer can be frozen") {
  const auto model = everything();
  CHECK_THROWS_WITH_AS(model->set_trainable("lstm_2", false),
                       "lstm: expected the name of a layer, got 'lstm_2'", std::invalid_argument);
  CHECK_THROWS_AS(model->set_trainable("dense.activation", false), std::invalid_argument);
}
