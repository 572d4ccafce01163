// Dicts that fit a model in part: what is taken, what is left, what is told.
#include "lstm/state_dict.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "graph/network.hpp"
#include "lstm/layers.hpp"

using namespace lstm;

namespace {

using Names = std::vector<std::string>;

Network body_and_head(Index classes, std::uint64_t seed) {
  Random random(seed);
  return Network({EmbeddingConfig{5, 3}, LstmConfig{.units = 4}, DenseConfig{classes}}, random);
}

Network read_by(const LayerConfig& layer) {
  Random random(1);
  return Network({EmbeddingConfig{5, 3}, layer}, random);
}

Names names_of(const std::vector<NamedTensor>& dict) {
  Names names;
  for (const auto& tensor : dict) names.push_back(tensor.name);
  return names;
}

std::vector<float> values_of(const Network& network) {
  const auto values = network.parameters().values();
  return {values.begin(), values.end()};
}

NamedTensor& named(std::vector<NamedTensor>& dict, const char* name) {
  return *std::ranges::find(dict, name, &NamedTensor::name);
}

void drop(std::vector<NamedTensor>& dict, const char* name) {
  dict.erase(std::ranges::find(dict, name, &NamedTensor::name));
}

}  // namespace

TEST_CASE("a new head on an old body: what fits is taken, the rest is told") {
  const Network old = body_and_head(1, 1);
  Network network = body_and_head(3, 2);
  auto dict = state_dict(old);
  named(dict, "dense.bias").name = "dense.shift";
  const auto head = state_dict(network);
  const StateDictReport report = load_what_fits(network, dict);
  CHECK(report.loaded == Names{"embedding.weight", "lstm.weight_ih_l0", "lstm.weight_hh_l0",
                               "lstm.bias_ih_l0", "lstm.bias_hh_l0"});
  CHECK(report.mismatched == Names{"dense.weight"});
  CHECK(report.missing == Names{"dense.bias"});
  CHECK(report.unexpected == Names{"dense.shift"});

  auto now = state_dict(network);
  for (std::size_t n = 0; n < now.size(); ++n) {
    const bool of_head = now[n].name.starts_with("dense");
    CHECK(now[n].values == (of_head ? head[n] : dict[n]).values);
  }
}

TEST_CASE("both biases of an LSTM are taken, as their sum, or none") {
  const Network old = body_and_head(1, 1);
  const auto whole = state_dict(old);
  SUBCASE("both") {
    Network network = body_and_head(1, 2);
    auto dict = whole;
    for (float& value : named(dict, "lstm.bias_hh_l0").values) value = 0.25f;
    CHECK(load_what_fits(network, dict).loaded.size() == dict.size());
    auto now = state_dict(network);
    const float forget_bias = named(now, "lstm.bias_ih_l0").values[4];
    CHECK(forget_bias == 1.25f);
  }
  SUBCASE("one is missing") {
    Network network = body_and_head(1, 2);
    auto dict = whole;
    drop(dict, "lstm.bias_hh_l0");
    for (float& value : named(dict, "lstm.bias_ih_l0").values) value = 9;
    const auto report = load_what_fits(network, dict);
    CHECK(report.mismatched == Names{"lstm.bias_ih_l0"});
    CHECK(report.missing == Names{"lstm.bias_hh_l0"});
    auto now = state_dict(network);
    CHECK(named(now, "lstm.bias_ih_l0").values[4] == 1.0f);
  }
  SUBCASE("one is of another shape") {
    Network network = body_and_head(1, 2);
    auto dict = whole;
    named(dict, "lstm.bias_hh_l0") = {"lstm.bias_hh_l0", {2}, {9, 9}};
    const auto report = load_what_fits(network, dict);
    CHECK(report.mismatched == Names{"lstm.bias_ih_l0", "lstm.bias_hh_l0"});
  }
}

TEST_CASE("a GRU's two biases are two, neither added to the other") {
  Network network = read_by(GruConfig{.units = 4});
  auto dict = state_dict(network);
  CHECK(names_of(dict) == Names{"embedding.weight", "gru.weight_ih_l0", "gru.weight_hh_l0",
                                "gru.bias_ih_l0", "gru.bias_hh_l0"});
  std::ranges::fill(named(dict, "gru.bias_ih_l0").values, 0.25f);
  std::ranges::fill(named(dict, "gru.bias_hh_l0").values, 0.5f);
  load_state_dict(network, dict);
  auto now = state_dict(network);
  for (std::size_t n = 0; n < dict.size(); ++n) CHECK(now[n].values == dict[n].values);

  drop(dict, "gru.bias_hh_l0");
  std::ranges::fill(named(dict, "gru.bias_ih_l0").values, 0.75f);
  CHECK(load_what_fits(network, dict).missing == Names{"gru.bias_hh_l0"});
  now = state_dict(network);
  CHECK(named(now, "gru.bias_ih_l0").values[0] == 0.75f);
  CHECK(named(now, "gru.bias_hh_l0").values[0] == 0.5f);
}

TEST_CASE("a GRU that resets before its product has one bias") {
  Network network = read_by(GruConfig{.units = 4, .reset_after = false});
  auto dict = state_dict(network);
  CHECK(names_of(dict) ==
        Names{"embedding.weight", "gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0"});
  dict.push_back({"gru.bias_hh_l0", {12}, std::vector<float>(12)});
  CHECK_THROWS_WITH_AS(load_state_dict(network, dict),
                       "lstm: expected no 'gru.bias_hh_l0' in the state dict: the model has none",
                       std::invalid_argument);
}

TEST_CASE("both biases of a simple RNN are taken, as their sum") {
  Network network = read_by(SimpleRnnConfig{.units = 4});
  auto dict = state_dict(network);
  CHECK(names_of(dict) == Names{"embedding.weight", "simple_rnn.weight_ih_l0",
                                "simple_rnn.weight_hh_l0", "simple_rnn.bias_ih_l0",
                                "simple_rnn.bias_hh_l0"});
  std::ranges::fill(named(dict, "simple_rnn.bias_ih_l0").values, 0.25f);
  std::ranges::fill(named(dict, "simple_rnn.bias_hh_l0").values, 0.5f);
  load_state_dict(network, dict);
  auto now = state_dict(network);
  CHECK(named(now, "simple_rnn.bias_ih_l0").values == std::vector<float>(4, 0.75f));
  CHECK(named(now, "simple_rnn.bias_hh_l0").values == std::vector<float>(4, 0.0f));
}

TEST_CASE("of nothing nothing is taken, and a name that is there twice is refused") {
  Network network = body_and_head(1, 2);
  const auto before = values_of(network);
  CHECK(load_what_fits(network, {}).missing.size() == state_dict(network).size());
  auto dict = state_dict(body_and_head(1, 1));
  dict.push_back(dict.front());
  CHECK_THROWS_WITH_AS(
      load_what_fits(network, dict),
      "lstm: expected different names in a state dict, got 'embedding.weight' twice",
      std::invalid_argument);
  CHECK(values_of(network) == before);
}
