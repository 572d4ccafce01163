// Language models of other cells than the LSTM's.
#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "graph/network.hpp"
#include "layers/kind.hpp"
#include "lstm/config.hpp"
#include "lstm/json.hpp"
#include "lstm/model_file.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

const auto text = random_tokens(400, 12, 9);

LanguageModelConfig config_of(const char* cell) {
  return {.vocabulary = 12, .embedding_dim = 5, .units = {8, 6}, .dropout = 0.1f, .cell = cell};
}

std::vector<double> losses_of(LanguageTrainer& trainer) {
  std::vector<double> losses;
  while (!trainer.done()) losses.push_back(trainer.step().loss());
  return losses;
}

}  // namespace

TEST_CASE("a language model has layers of the cell that it is told") {
  for (const std::string cell : {"lstm", "gru", "simpleRNN"}) {
    std::vector<std::string> types;
    for (const auto& layer : LanguageModel::layers(config_of(cell.c_str()))) {
      types.push_back(layer.kind().type);
    }
    CHECK(types == std::vector<std::string>{"embedding", "dropout", cell, "dropout", cell,
                                            "dropout", "dense"});
  }
}

TEST_CASE("what is no cell is refused by name") {
  for (const char* cell : {"dense", "bidirectional", "GRU", ""}) {
    const std::string message =
        "lstm: expected cell in languageModel to be one of 'lstm', 'gru', 'simpleRNN', got '" +
        std::string(cell) + "'";
    CHECK_THROWS_WITH_AS(LanguageModel{config_of(cell)}, message.c_str(), std::invalid_argument);
  }
  LanguageModelConfig none = config_of("gru");
  none.units.clear();
  CHECK_THROWS_WITH_AS(LanguageModel{none},
                       "lstm: expected units of at least one GRU layer, got none",
                       std::invalid_argument);
}

TEST_CASE("a language model of any cell goes on from its file, between two steps, bit for bit") {
  for (const char* cell : {"gru", "simpleRNN"}) {
    CAPTURE(cell);
    LanguageFitConfig fit{.sequence_length = 10, .batch_size = 4, .steps = 20};
    LanguageModel whole(config_of(cell));
    LanguageTrainer trainer(whole, text, fit);
    for (int n = 0; n < 11; ++n) trainer.step();
    const auto [loaded, tokenizer] = load_language_model(save(whole, "", true));
    CHECK(loaded->config().cell == cell);
    fit.initial_step = 11;
    LanguageTrainer resumed(*loaded, text, fit);
    CHECK(losses_of(resumed) == losses_of(trainer));
    CHECK(std::ranges::equal(loaded->sequential().parameters().values(),
                             whole.sequential().parameters().values()));
  }
}

TEST_CASE("a configuration says its cell where that is no LSTM, as files did before") {
  const Tape lstm = json::parse(to_json(config_of("lstm")));
  const Tape gru = json::parse(to_json(config_of("gru")));
  CHECK(!Value(lstm).find("cell"));
  LanguageModelConfig again;
  read(gru, "languageModel", again);
  CHECK(again.cell == "gru");
  read(lstm, "languageModel", again = {});
  CHECK(again.cell == "lstm");
}
