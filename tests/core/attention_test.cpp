// Attention against its equations in double, its gradients, and what it may not look at.
#include "graphs.hpp"
#include "lstm/model_file.hpp"
#include "lstm/prediction.hpp"

using namespace graphs;

namespace {

// y = attention(query x, value z, key z): the graph's layer number 2.
Graph of_both(LayerConfig attention) {
  return {{sequences("x"), sequences("z"), std::move(attention)}, {{}, {}, {{0}, {1}}}, {{2}}};
}

// The query and the key learn, too; the value is the key, or another layer.
Graph learning(LayerConfig attention, bool has_key) {
  std::vector<Source> read{{3}, {4}};
  if (has_key) read = {{3}, {2}, {4}};
  return {{sequences("x"), sequences("z"), every_step(2), DenseConfig{3}, DenseConfig{3},
           std::move(attention), DenseConfig{1}},
          {{}, {}, {{1}}, {{0}}, {{1}}, read, {{5}}},
          {{6}}};
}

const LayerConfig kinds[] = {AttentionConfig{},
                             AttentionConfig{.use_scale = true},
                             AttentionConfig{.score_mode = ScoreMode::concat},
                             AttentionConfig{.use_scale = true, .score_mode = ScoreMode::concat},
                             AttentionConfig{.causal = true},
                             AdditiveAttentionConfig{},
                             AdditiveAttentionConfig{.use_scale = false, .causal = true}};

Samples pair(Shape y) {
  return {{normals({N, T, F}, 5), normals({N, T, F}, 6)}, {normals(std::move(y), 7)}};
}

using Doubles = std::vector<double>;

Doubles values(const Tensor& tensor, Index n, Index t) {
  const auto& data = std::get<std::vector<float>>(tensor.data);
  const auto first = data.begin() + (n * tensor.shape[1] + t) * tensor.shape[2];
  return {first, first + tensor.shape[2]};
}

// A layer's equations: scale and weight are numbers, of additive attention the weight is w [F].
struct Reference {
  bool dot = true, causal = false;
  double scale = 1;
  Doubles weight = Doubles(F, 1);

  double score(const Doubles& q, const Doubles& k) const {
    double s = 0;
    for (std::size_t d = 0; d < q.size(); ++d) {
      s += dot ? scale * q[d] * k[d] : weight[d] * std::tanh(scale * (q[d] + k[d]));
    }
    return s;
  }

  Doubles row(const Tensor& x, const Tensor& z, Index n, Index i) const {
    Doubles y(F, 0);
    double sum = 0;
    for (Index j = 0; j < (causal ? i + 1 : T); ++j) {
      const Doubles v = values(z, n, j);
      const double e = std::exp(score(values(x, n, i), v));
      sum += e;
      for (std::size_t d = 0; d < v.size(); ++d) y[d] += e * v[d];
    }
    for (double& one : y) one /= sum;
    return y;
  }
};

void check(LayerConfig attention, const std::vector<float>& weights, const Reference& reference) {
  Sequential model(of_both(std::move(attention)));
  auto next = weights.begin();
  for (const auto& tensor : model.parameters().tensors()) {
    for (Index n = 0; n < tensor.value.size(); ++n) tensor.value.data[n] = *next++;
  }
  REQUIRE(next == weights.end());
  Samples samples = pair({N, T, F});
  const Tensor *x = &samples.x[0], *z = &samples.x[1];
  Prediction prediction(model, model.inputs(std::vector{x, z}), N);
  while (prediction.step()) {
  }
  const Tensor y = std::move(prediction).result();
  for (Index n = 0; n < N; ++n) {
    for (Index i = 0; i < T; ++i) {
      const Doubles got = values(y, n, i), expected = reference.row(*x, *z, n, i);
      for (std::size_t d = 0; d < got.size(); ++d) {
        CHECK(got[d] == doctest::Approx(expected[d]).epsilon(1e-5));
      }
    }
  }
}

}  // namespace

TEST_CASE("attention does what its equations say") {
  check(AttentionConfig{}, {}, {});
  check(AttentionConfig{.use_scale = true}, {0.7f}, {.scale = 0.7f});
  check(AttentionConfig{.causal = true}, {}, {.causal = true});
  check(AttentionConfig{.score_mode = ScoreMode::concat}, {1.5f},
        {.dot = false, .weight = Doubles(F, 1.5)});
  check(AttentionConfig{.use_scale = true, .score_mode = ScoreMode::concat}, {0.6f, 1.5f},
        {.dot = false, .scale = 0.6f, .weight = Doubles(F, 1.5)});
  check(AdditiveAttentionConfig{}, {0.5f, -1, 2}, {.dot = false, .weight = {0.5, -1, 2}});
  check(AdditiveAttentionConfig{.use_scale = false}, {}, {.dot = false});
}

TEST_CASE("gradients of attention") {
  for (const LayerConfig& kind : kinds) {
    for (const bool has_key : {false, true}) {
      Sequential model = compiled(learning(kind, has_key));
      check_gradients(model, pair({N, T, 1}));
    }
  }
}

TEST_CASE("gradients of attention over sequences of unequal lengths") {
  for (const LayerConfig& kind : kinds) {
    Sequential model = compiled(learning(kind, true));
    Samples samples = pair({N, T, 1});
    for (auto& [tensor, lengths] : {std::pair{&samples.x[0], std::vector<Index>{5, 2, 1, 3}},
                                    std::pair{&samples.x[1], std::vector<Index>{2, 5, 4, 1}}}) {
      Index total = 0;
      for (const Index length : lengths) total += length;
      tensor->lengths = lengths;
      std::get<std::vector<float>>(tensor->data).resize(static_cast<std::size_t>(total * F));
    }
    check_gradients(model, std::move(samples));
  }
}

TEST_CASE("attention looks at no padding, and gives zeros where there is nothing to see") {
  const MaskingConfig masking{};
  Sequential model({{sequences("x"), sequences("z"), masking, AttentionConfig{}},
                    {{}, {}, {{1}}, {{0}, {2}}},
                    {{3}}});
  Tensor x = normals({2, T, F}, 5), z = normals({2, T, F}, 6);
  auto& steps = std::get<std::vector<float>>(z.data);
  std::fill(steps.begin() + F, steps.begin() + 2 * T * F, 0.0f);  // but the first step of the first
  const auto predicted = [&] {
    Prediction prediction(model, model.inputs(std::vector<const Tensor*>{&x, &z}), 2);
    while (prediction.step()) {
    }
    return std::move(prediction).result();
  };
  const Tensor y = predicted();
  for (Index t = 0; t < T; ++t) {
    CHECK(values(y, 0, t) == values(z, 0, 0));
    CHECK(values(y, 1, t) == Doubles(F, 0));
  }
}

TEST_CASE("dropout of attention leaves out what is looked at, in training alone") {
  const auto loss = [](float rate, std::uint64_t seed) {
    Sequential model(learning(AttentionConfig{.dropout = rate}, true), seed);
    model.compile({.optimizer = {.rule = SgdConfig{}, .learning_rate = 1e-9f}});
    Samples samples = pair({N, T, 1});
    return std::pair{model.train_on_batch(samples.examples()).loss(), loss_of(model, samples)};
  };
  const auto [without, score] = loss(0, 7);
  const auto [with, score_with] = loss(0.5f, 7);
  CHECK(without == doctest::Approx(score));
  CHECK(score_with == doctest::Approx(score));
  CHECK(with != without);
  CHECK(loss(0.5f, 7).first == with);
}

TEST_CASE("attention comes back from its file") {
  for (const LayerConfig& kind : kinds) {
    Sequential model = compiled(learning(kind, true));
    Samples samples = pair({N, T, 1});
    model.train_on_batch(samples.examples());
    const auto again = load_model(save(model, true));
    CHECK(save(*again, true) == save(model, true));
    CHECK(loss_of(*again, samples) == loss_of(model, samples));
  }
}

TEST_CASE("what attention can't compare is refused by name") {
  const auto refused = [](Graph graph, const char* words) {
    CHECK_THROWS_WITH_AS(Sequential{std::move(graph)}, words, std::invalid_argument);
  };
  refused({{sequences("x"), AttentionConfig{}}, {{}, {{0}}}, {{1}}},
          "lstm: expected query, value and maybe key as 'attention' has them, got 1 input");
  refused({{sequences("x"), every_step(2), AttentionConfig{}}, {{}, {{0}}, {{0}, {1}}}, {{2}}},
          "lstm: expected keys of 3 features in 'attention', as the query has, got 2");
  refused({{sequences("x"), LstmConfig{.units = 3}, AdditiveAttentionConfig{}},
           {{}, {{0}}, {{0}, {1}}},
           {{2}}},
          "lstm: expected a sequence as input of 'additive_attention', got one vector a sample "
          "(does the layer before it lack returnSequences?)");
  CHECK_THROWS_WITH_AS(Sequential(of_both(AttentionConfig{.dropout = 1})),
                       "lstm: expected 0 <= dropout < 1 in 'attention', got 1", std::out_of_range);
}
