// What moves an output: it adds up to the difference that an input makes, or is the derivative that
// is found by trying; samples and padding have no part in each other's; nothing of the model
// changes.
#include <doctest/doctest.h>

#include <stdexcept>
#include <utility>

#include "attributed.hpp"
#include "every_cell.hpp"
#include "every_layer.hpp"
#include "numbers/quadrature.hpp"
#include "ragged.hpp"
#include "streamed.hpp"

using namespace lstm;

namespace {

constexpr auto gradient = AttributionMethod::gradient;
const DenseConfig classes{3, ActivationKind::softmax};
const Signature sequences{.features = 3, .sequence = true};

Sequential shaken(Graph graph) {
  Sequential model(std::move(graph), 3);
  shake(model);
  return model;
}

LstmConfig every_step(Index units) { return {.units = units, .return_sequences = true}; }

// Words, and numbers in their steps; a label a step, and one for all.
Graph words_and_numbers(bool mask) {
  return {{InputConfig{.tokens = true, .shape = {.features = 1, .sequence = true}},
           EmbeddingConfig{6, 3, mask}, InputConfig{.shape = sequences}, AddConfig{}, every_step(4),
           classes, GruConfig{.units = 3}, DenseConfig{1, ActivationKind::sigmoid}},
          {{}, {{0}}, {}, {{1}, {2}}, {{3}}, {{4}}, {{4}}, {{6}}},
          {{5}, {7}}};
}

// One input twice, and another: images and rows of numbers, without steps.
Graph rows_and_images() {
  return {{InputConfig{.shape = {.features = 8, .axes = {2, 2, 2}}}, FlattenConfig{},
           DenseConfig{4, ActivationKind::tanh}, DenseConfig{4, ActivationKind::sigmoid},
           InputConfig{.shape = {.features = 4}}, MultiplyConfig{}, DenseConfig{2}},
          {{}, {{0}}, {{1}}, {{1}}, {}, {{2}, {3}, {4}}, {{5}}},
          {{6}}};
}

// The first token is none: zeros.
void forget_first_token(Sequential& model) {
  model.parameters()["embedding.weight"].value.middle_rows(0, 1).fill(0);
}

Tensor no_tokens(Tensor tokens) {
  std::ranges::fill(std::get<std::vector<Token>>(tokens.data), 0);
  return tokens;
}

}  // namespace

TEST_CASE("Gauss and Legendre's rule is exact for polynomials") {
  for (const int n : {1, 2, 5, 32, 1000}) {
    CAPTURE(n);
    std::vector<double> at, weight;
    gauss_legendre(n, at, weight);
    for (const int degree : {0, 1, 2 * n - 1}) {
      double sum = 0;
      for (std::size_t k = 0; k < at.size(); ++k) sum += weight[k] * std::pow(at[k], degree);
      CHECK(sum * (degree + 1) == doctest::Approx(1).epsilon(1e-9));
    }
  }
}

TEST_CASE("attributions of a stack of any cell, read both ways too, sum to the difference") {
  const All x{normals({40, 9, 3}, 5)}, other{normals({40, 9, 3}, 6)};
  for (const AnyCell& cell : every_cell) {
    CAPTURE(cell.name);
    const LayerConfig below = cell({.units = 5, .return_sequences = true, .input_features = 3});
    for (const LayerConfig& above :
         std::vector<LayerConfig>{cell({.units = 4, .dropout = 0.2f}), cell(turned({.units = 4})),
                                  BidirectionalConfig{cell({.units = 4})}}) {
      Sequential model = shaken({{below, above, classes}});
      check_sums(model, x, other, {.output = {2}});
      check_derivatives(model, {normals({2, 4, 3}, 5)}, {.output = {1}});
    }
  }
}

TEST_CASE("a model that is sure of itself, on which a few gradients see nothing") {
  Sequential model = shaken({{LstmConfig{.units = 5, .return_sequences = true, .input_features = 3},
                              LstmConfig{.units = 4}, DenseConfig{1, ActivationKind::sigmoid}}});
  model.parameters()["dense.weight"].value.fill(100);
  model.parameters()["dense.weight"].value.data[0] = -100;
  model.parameters()["dense.bias"].value.fill(-20);
  const All x{normals({40, 9, 3}, 5)}, other{normals({40, 9, 3}, 6)};
  check_sums(model, x, other, {});
}

TEST_CASE("attributions through layers that look at windows and change shapes") {
  Sequential model = shaken({every_shape()});
  check_sums(model, {normals({6, 12, 4}, 5)}, {normals({6, 12, 4}, 6)},
             {.output = {1}, .steps = 400});
}

TEST_CASE("attributions of tokens, from nothing and from other tokens") {
  const Tensor x{{4, 6}, random_tokens(24, 5, 3)};
  for (const auto& layer : std::vector<LayerConfig>{LstmConfig{.units = 5},
                                                    BidirectionalConfig{GruConfig{.units = 4}}}) {
    Sequential model = shaken({{EmbeddingConfig{6, 4}, DropoutConfig{0.2f}, layer, classes}});
    forget_first_token(model);
    const auto after = asked(model, {x}, {}), before = asked(model, {no_tokens(x)}, {});
    check_sums(attributed(model, {x}, {}), after, before);
    check_sums(attributed(model, {x}, {}, {no_tokens(x)}), after, before);
    const Tensor other{{4, 6}, random_tokens(24, 6, 4)};
    check_sums(attributed(model, {x}, {}, {other}), after, asked(model, {other}, {}));
  }
}

TEST_CASE("the gradient of a token is that of its numbers times these") {
  const EmbeddingConfig embedding{6, 3};
  Sequential model = shaken({{embedding, every_step(4), classes}});
  Sequential of_numbers =
      shaken({{LstmConfig{.units = 4, .return_sequences = true, .input_features = 3}, classes}});
  const auto tensors = model.parameters().tensors();
  for (std::size_t n = 1; n < tensors.size(); ++n) {
    std::ranges::copy(tensors[n].value, of_numbers.parameters().tensors()[n - 1].value.data);
  }
  const Tensor x{{2, 5}, random_tokens(10, 6, 3)};
  Tensor values{{2, 5, 3}, {}};
  for (const Token token : std::get<std::vector<Token>>(x.data)) {
    const float* row = tensors[0].value.row(token);
    numbers_of(values).insert(numbers_of(values).end(), row, row + 3);
  }
  const AttributionConfig config{.output = {3, 2}, .method = gradient};
  const Tensor its = attributed(model, {x}, config)[0];
  const Tensor of_values = attributed(of_numbers, {values}, config)[0];
  CHECK(its.shape == x.shape);
  for (std::size_t n = 0; n < 10; ++n) {
    const auto d = numbers_of(of_values).begin() + static_cast<std::ptrdiff_t>(3 * n);
    const float sum = std::inner_product(d, d + 3, &numbers_of(values)[3 * n], 0.0f);
    CHECK(numbers_of(its)[n] == doctest::Approx(sum).epsilon(1e-4));
  }
}

TEST_CASE("attributions in graphs: of each input its own, by any output and at any step") {
  Sequential model = shaken(words_and_numbers(false));
  forget_first_token(model);
  const Tensor words{{3, 5}, std::vector<Token>{1, 2, 3, 4, 5, 5, 4, 3, 2, 1, 1, 3, 5, 2, 4}};
  const Tensor numbers = normals({3, 5, 3}, 4);
  Tensor none = numbers;
  std::ranges::fill(numbers_of(none), 0.0f);
  for (const AttributionConfig& config : std::vector<AttributionConfig>{
           {.output = {0, 1}}, {.output = {4, 2}}, {.output = {0}, .of = 1}}) {
    const All its = attributed(model, {words, numbers}, config);
    CHECK(its[0].shape == words.shape);
    CHECK(its[1].shape == numbers.shape);
    check_sums(its, asked(model, {words, numbers}, config),
               asked(model, {no_tokens(words), none}, config));
  }
  // What comes after a step does not move it.
  const All early = attributed(model, {words, numbers}, {.output = {1, 0}});
  CHECK(numbers_of(early[0])[1] != 0);
  for (std::size_t t = 2; t < 5; ++t) CHECK(numbers_of(early[0])[t] == 0);

  Sequential rows = shaken(rows_and_images());
  const All x{normals({3, 2, 2, 2}, 5), normals({3, 4}, 6)};
  check_sums(rows, x, {normals({3, 2, 2, 2}, 7), normals({3, 4}, 8)}, {.output = {1}});
  check_derivatives(rows, x, {.output = {1}});
}

TEST_CASE("attributions of ragged sequences are those of each alone") {
  Sequential model = shaken(words_and_numbers(true));
  const All x{ragged::ragged_tokens(), ragged::ragged_numbers(3)};
  for (const AttributionMethod method : {AttributionMethod::integrated_gradients, gradient}) {
    for (const AttributionConfig& config : std::vector<AttributionConfig>{
             {.output = {0, 1}, .method = method}, {.output = {0}, .method = method, .of = 1}}) {
      const All all = attributed(model, x, config);
      for (Index n = 0; n < ragged::N; ++n) {
        const All one = attributed(model, {ragged::alone(x[0], n), ragged::alone(x[1], n)}, config);
        for (std::size_t k = 0; k < x.size(); ++k) {
          const auto expected = numbers_of(one[k]), its = numbers_of(ragged::alone(all[k], n));
          REQUIRE(its.size() == expected.size());
          for (std::size_t i = 0; i < its.size(); ++i) {
            CHECK(its[i] == doctest::Approx(expected[i]).epsilon(1e-4));
          }
        }
      }
    }
  }
}

TEST_CASE("padding moves nothing, though the baseline looks like it") {
  const Tensor whole = ragged::ragged_numbers(3);
  Sequential model =
      shaken({{MaskingConfig{.input_features = 3}, LstmConfig{.units = 4}, classes}});
  Sequential plain = shaken({{LstmConfig{.units = 4, .input_features = 3}, classes}});
  const Tensor its = attributed(model, {ragged::padded(whole)}, {})[0];
  const Tensor expected = ragged::padded(attributed(plain, {whole}, {})[0]);
  for (std::size_t n = 0; n < numbers_of(its).size(); ++n) {
    CHECK(numbers_of(its)[n] == doctest::Approx(numbers_of(expected)[n]).epsilon(1e-4));
  }
  Sequential tokens = shaken({{EmbeddingConfig{6, 4, true}, LstmConfig{.units = 4}, classes}});
  const Tensor padded{{1, 4}, std::vector<Token>{3, 0, 2, 0}};
  const auto of_tokens = numbers_of(attributed(tokens, {padded}, {})[0]);
  CHECK(of_tokens[0] != 0);
  CHECK(of_tokens[1] == 0);
  CHECK(of_tokens[3] == 0);
}

TEST_CASE("who asks what moves a model that learns changes nothing in it, and sees it as it is") {
  const Tensor x = normals({6, 5, 3}, 4), y = normals({6, 2}, 5);
  const auto trained = [&](bool asks) {
    Sequential model(
        {LstmConfig{.units = 4, .stateful = true, .dropout = 0.3f, .input_features = 3},
         BatchNormalizationConfig{}, DropoutConfig{0.2f}, DenseConfig{2}},
        2);
    model.compile({});
    for (int n = 0; n < 4; ++n) {
      model.train_on_batch(x, y);
      if (!asks) continue;
      const States before = model.states();
      const Tensor its = attributed(model, {x}, {.output = {1}})[0];
      CHECK(model.states() == before);
      model.set_trainable("dense", false);
      CHECK(numbers_of(attributed(model, {x}, {.output = {1}})[0]) == numbers_of(its));
      model.set_trainable("dense", true);
    }
    const auto values = std::as_const(model).parameters().values();
    return std::pair(std::vector<float>(values.begin(), values.end()), model.random_states());
  };
  CHECK(trained(true) == trained(false));
}

TEST_CASE("what can't be attributed is refused, in words") {
  const Sequential one({LstmConfig{.units = 2, .input_features = 3}, classes});
  const Sequential two(words_and_numbers(true), 1);
  const All x{normals({2, 4, 3}, 1)};
  const auto refused = [](const Sequential& model, const All& given,
                          const AttributionConfig& config, const char* why,
                          const All& baseline = {}) {
    CHECK_THROWS_WITH(attributed(model, given, config, baseline), why);
  };
  refused(one, x, {.output = {3}}, "lstm: expected output below 3 of 'dense', got 3");
  refused(one, x, {.output = {-1}}, "lstm: expected output below 3 of 'dense', got -1");
  refused(one, x, {.output = {1, 0}},
          "lstm: expected output in attribute to be an index of 'dense', got 2 numbers");
  refused(one, x, {.output = {}},
          "lstm: expected output in attribute to be an index of 'dense', got 0 numbers");
  refused(one, x, {.steps = 0}, "lstm: expected steps of 1 to 1000 in attribute, got 0");
  refused(one, x, {.steps = 1001}, "lstm: expected steps of 1 to 1000 in attribute, got 1001");
  refused(one, x, {.of = 1}, "lstm: expected one of 1 outputs, got 1");
  refused(one, x, {},
          "lstm: expected a baseline of as many samples and steps as x in lstm, got others",
          {normals({2, 3, 3}, 1)});
  const All both{ragged::ragged_tokens(), ragged::ragged_numbers(3)};
  refused(two, both, {},
          "lstm: expected output in attribute to be [step, index] of 'dense', got 1 numbers");
  refused(two, both, {.output = {1, 0}},
          "lstm: expected a step below 1 in output, as sample 1 of 'dense' has, got 1");
  refused(two, both, {.output = {-1, 0}},
          "lstm: expected a step below 5 in output, as sample 0 of 'dense' has, got -1");
}
