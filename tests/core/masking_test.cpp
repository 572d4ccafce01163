// Padding: a padded batch gives what its sequences give one by one without their padding.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "every_cell.hpp"
#include "graph/network.hpp"
#include "lstm/sequential.hpp"
#include "numbers/eigen.hpp"

using namespace lstm;

namespace {

constexpr Index V = 6, T = 7;

// Padding at the end, at the start, in between, and none.
const std::vector<std::vector<Token>> sequences{
    {1, 5, 2, 3, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 4}, {2, 0, 3, 1, 0, 0, 5}, {3, 3, 1, 2, 5, 4, 1}};
constexpr Index B = 4, tokens_in_all = 4 + 1 + 4 + 7;

std::vector<Token> time_major() {
  std::vector<Token> tokens;
  for (std::size_t t = 0; t < T; ++t) {
    for (const auto& sequence : sequences) tokens.push_back(sequence[t]);
  }
  return tokens;
}

std::vector<Token> without_padding(std::vector<Token> sequence) {
  std::erase(sequence, 0);
  return sequence;
}

std::vector<float> gradients_of(Network& network) {
  const auto all = network.parameters().gradients();
  return {all.begin(), all.end()};
}

void check_close(std::span<const float> got, std::span<const float> expected) {
  REQUIRE(got.size() == expected.size());
  double worst = 0, largest = 1;
  for (std::size_t n = 0; n < got.size(); ++n) {
    worst = std::max<double>(worst, std::abs(got[n] - expected[n]));
    largest = std::max<double>(largest, std::abs(expected[n]));
  }
  CHECK(worst <= 1e-6 * largest);
}

void check_padding(std::vector<LayerConfig> layers) {
  layers.insert(layers.begin(), EmbeddingConfig{V, 4, true});
  Random random(3);
  Network network(layers, random);
  const auto tokens = time_major();
  const Activations x{T, B, {}, tokens, {}},
      out = network.forward(x, nullptr, Network::Until::head);
  const Index K = out.values.cols;
  const bool every_step = network.output().sequence;
  CHECK(network.unmasked_rows({&x, 1}) == (every_step ? tokens_in_all : B));
  REQUIRE(static_cast<Index>(out.mask.size()) == (every_step ? T * B : 0));

  // The rows that count of every sequence, and a gradient for each; none for the padding.
  std::vector<std::vector<float>> y(B), d_y(B);
  Matrix d = Matrix::Zero(out.values.rows, K);
  for (Index n = 0; n < out.values.rows; ++n) {
    if (every_step && !out.mask[static_cast<std::size_t>(n)]) continue;
    for (Index k = 0; k < K; ++k) {
      d(n, k) = random.normal();
      y[static_cast<std::size_t>(n % B)].push_back(out.values.row(n)[k]);
      d_y[static_cast<std::size_t>(n % B)].push_back(d(n, k));
    }
  }
  network.zero_gradients();
  network.backward({d.data(), d.rows(), d.cols()});
  const auto padded = gradients_of(network);

  network.zero_gradients();
  for (std::size_t b = 0; b < B; ++b) {
    const auto alone = without_padding(sequences[b]);
    const Activations one{static_cast<Index>(alone.size()), 1, {}, alone, {}};
    const ConstView expected = network.forward(one, nullptr, Network::Until::head).values;
    check_close(y[b], {expected.data, static_cast<std::size_t>(expected.size())});
    network.backward({d_y[b].data(), expected.rows, K});
  }
  check_close(padded, gradients_of(network));
}

void check_padding_of(const AnyCell& cell) {
  const LayerConfig steps = cell({.units = 5, .return_sequences = true}), last = cell({.units = 9}),
                    from_end = cell({.units = 5, .return_sequences = true, .go_backwards = true}),
                    last_from_end = cell({.units = 9, .go_backwards = true});
  check_padding({last});
  check_padding({last_from_end, DenseConfig{3}});
  check_padding({steps, DenseConfig{3, ActivationKind::tanh}});
  check_padding({from_end});
  check_padding({from_end, last});
  check_padding({from_end, from_end, DenseConfig{2}});
  check_padding({DenseConfig{3}, LayerNormalizationConfig{}, DropoutConfig{0.5f}, steps});
  for (const auto merge : {MergeMode::concat, MergeMode::sum, MergeMode::ave, MergeMode::mul}) {
    check_padding({BidirectionalConfig{steps, merge}});
    check_padding(
        {BidirectionalConfig{steps, merge}, BidirectionalConfig{last, merge}, DenseConfig{2}});
  }
}

}  // namespace

TEST_CASE("padding changes neither outputs nor gradients, whichever the cell") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    check_padding_of(cell);
  }
}

namespace {

void check_staying(const LayerConfig& layer) {
  Random random(4);
  Network network({EmbeddingConfig{V, 4, true}, layer}, random);
  const std::vector<Token> tokens{0, 2, 0, 0};
  States states = network.zero_states();
  const ConstView y = network.forward({4, 1, {}, tokens, {}}, &states, Network::Until::head).values;
  CHECK(eigen(y).row(0).isZero(0));
  CHECK_FALSE(eigen(y).row(1).isZero(0));
  CHECK(eigen(y).row(2) == eigen(y).row(1));
  CHECK(eigen(y).row(3) == eigen(y).row(1));
  CHECK(std::ranges::equal(states[1][0], std::span(y.row(1), 3)));

  const States before = states;
  const std::vector<Token> one{0};
  network.forward({1, 1, {}, one, {}}, &states, Network::Until::head);
  CHECK(states[1] == before[1]);
}

}  // namespace

TEST_CASE("at padding the state and the output stay") {
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    check_staying(cell({.units = 3, .return_sequences = true}));
  }
}

TEST_CASE("without mask_zero, or without padding, there is no mask") {
  const auto masked = [](bool mask_zero, std::vector<Token> tokens) {
    Random random(4);
    Network network({EmbeddingConfig{V, 4, mask_zero}, DenseConfig{2}}, random);
    const Activations x{2, 1, {}, tokens, {}};
    const bool any = !network.forward(x, nullptr, Network::Until::head).mask.empty();
    CHECK(network.unmasked_rows({&x, 1}) == (any ? 1 : 2));
    return any;
  };
  CHECK(masked(true, {0, 1}));
  CHECK_FALSE(masked(true, {2, 1}));
  CHECK_FALSE(masked(false, {0, 1}));
}

TEST_CASE("steps of one value are padding to a masking layer") {
  const auto built = [](float mask_value) {
    Sequential model({MaskingConfig{.mask_value = mask_value, .input_features = 2},
                      LstmConfig{.units = 3, .return_sequences = true}, DenseConfig{1}},
                     7);
    model.compile({.loss = LossKind::mean_squared_error});
    return model;
  };
  // Padding at the start, in between and at the end; a step with one such number is none.
  const Tensor x{{1, 6, 2}, std::vector<float>{5, 5, 1, 2, 5, 5, 5, 3, 2, 1, 5, 5}};
  const Tensor y{{1, 6}, std::vector<float>{9, 1, 9, 2, 3, 9}};
  const Tensor kept{{1, 3, 2}, std::vector<float>{1, 2, 5, 3, 2, 1}};
  const Tensor answers{{1, 3}, std::vector<float>{1, 2, 3}};
  Sequential masked = built(5), plain = built(7);
  for (int step = 0; step < 3; ++step) {
    const Score score = masked.train_on_batch(x, y);
    CHECK(score.count == 3);
    CHECK(score.loss() == doctest::Approx(plain.train_on_batch(kept, answers).loss()));
  }
  CHECK(masked.evaluate(x, y).loss() == doctest::Approx(plain.evaluate(kept, answers).loss()));
}

TEST_CASE("a masking layer comes first") {
  const MaskingConfig masking{.input_features = 2, .name = "mask"};
  Random random(4);
  CHECK_THROWS_WITH_AS(
      Network({LstmConfig{.units = 3, .return_sequences = true, .input_features = 2}, masking},
              random),
      "lstm: expected masking 'mask' to be the first layer", std::invalid_argument);
  CHECK_THROWS_WITH_AS(Network({MaskingConfig{}}, random),
                       "lstm: expected 'masking' to have inputShape", std::invalid_argument);
  CHECK_THROWS_AS(Network({MaskingConfig{.mask_value = INFINITY, .input_features = 1}}, random),
                  std::invalid_argument);
}
