// CTC against the sum over all that can be said, against PyTorch, and as a model's loss.
#include "kernels/ctc.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "golden/ctc_golden.hpp"
#include "graphs.hpp"
#include "lstm/model_file.hpp"
#include "lstm/trainer.hpp"
#include "pool.hpp"

using namespace lstm;

namespace {

struct Line {
  Index T, K;
  std::vector<float> z;
  std::vector<Token> labels;
  std::vector<float> d = std::vector<float>(z.size());
  std::vector<Index> rows = {};

  kernels::CtcSequence sequence() {
    rows.resize(static_cast<std::size_t>(T));
    for (Index t = 0; t < T; ++t) rows[static_cast<std::size_t>(t)] = t;
    return {{z.data(), T, K}, rows, labels.data(), 1, std::ssize(labels)};
  }
  float loss() {
    Buffer memory;
    return kernels::ctc(sequence(), 1, {d.data(), T, K}, memory);
  }
  Index edits() {
    Buffer memory;
    return kernels::ctc_edits(sequence(), memory);
  }
};

// What a path says: no class twice on end, no blanks.
std::vector<Token> said(const std::vector<Token>& path, Token blank) {
  std::vector<Token> labels;
  for (std::size_t t = 0; t < path.size(); ++t) {
    if (path[t] != blank && (t == 0 || path[t] != path[t - 1])) labels.push_back(path[t]);
  }
  return labels;
}

// -log of the sum of the probabilities of every path that says the labels.
double by_all_paths(const Line& line) {
  const auto K = static_cast<std::size_t>(line.K);
  std::vector<Token> path(static_cast<std::size_t>(line.T), 0);
  double sum = 0;
  for (bool more = true; more;) {
    double p = 1;
    for (std::size_t t = 0; t < path.size(); ++t) {
      double all = 0;
      for (std::size_t k = 0; k < K; ++k) all += std::exp(double{line.z[t * K + k]});
      p *= std::exp(double{line.z[t * K + static_cast<std::size_t>(path[t])]}) / all;
    }
    if (said(path, static_cast<Token>(K - 1)) == line.labels) sum += p;
    std::size_t t = 0;
    while (t < path.size() && ++path[t] == line.K) path[t++] = 0;
    more = t < path.size();
  }
  return -std::log(sum);
}

Line random_line(Index T, Index K, std::vector<Token> labels) {
  Random random(static_cast<std::uint64_t>(T * 10 + K));
  return {T, K, normals(T * K, random), std::move(labels)};
}

const std::vector<std::vector<Token>> lists = {{}, {0}, {0, 1}, {1, 1}, {0, 0, 1}};

}  // namespace

TEST_CASE("CTC is the sum over all that can be said") {
  for (const auto& labels : lists) {
    Line line = random_line(5, 3, labels);
    CHECK(line.loss() == doctest::Approx(by_all_paths(line)).epsilon(1e-6));
    const auto d = line.d;
    for (std::size_t n = 0; n < d.size(); ++n) {
      Line above = line, below = line;
      above.z[n] += 1e-3f;
      below.z[n] -= 1e-3f;
      const double h = double{above.z[n]} - below.z[n];
      CHECK(std::abs(d[n] - (by_all_paths(above) - by_all_paths(below)) / h) < 1e-5);
    }
  }
}

TEST_CASE("CTC gives what PyTorch gives") {
  for (Index n = 0; n < std::ssize(ctc_golden::cases); ++n) {
    CAPTURE(n);
    const Index T = 3 + n * 13 % 60, K = 2 + n % 9, L = n % (T / 2 + 1);
    Line line{T, K, {}, {}};
    const auto at = [](Index k) { return static_cast<double>(k + 1); };
    for (Index t = 0; t < T; ++t) {
      for (Index k = 0; k < K; ++k) {
        line.z.push_back(
            static_cast<float>(4 * std::sin(12.9 * at(n) + 78.2 * at(t) + 37.7 * at(k))));
      }
    }
    for (Index u = 0; u < L; ++u) {
      line.labels.push_back(static_cast<Token>((n * 7 + u * u * 3 + u) % (K - 1)));
    }
    line.d.resize(line.z.size());
    const auto [loss, gradient] = ctc_golden::cases[n];
    CHECK(line.loss() == doctest::Approx(loss).epsilon(1e-5));
    double sum = 0;
    for (Index t = 0; t < T; ++t) {
      for (Index k = 0; k < K; ++k) {
        sum +=
            line.d[static_cast<std::size_t>(t * K + k)] * std::cos(static_cast<double>(t + 2 * k));
      }
    }
    CHECK(std::abs(sum - gradient) < 1e-4 * std::max(1.0, std::abs(gradient)));
  }
}

TEST_CASE("CTC of logits beyond all reason is a number") {
  Line line = random_line(30, 4, {0, 1, 2, 2, 1});
  for (float& z : line.z) z *= 1e4f;
  CHECK(std::isfinite(line.loss()));
  for (const float d : line.d) CHECK(std::isfinite(d));
}

TEST_CASE("edits are counted from what each step says alone") {
  const auto edits = [](const std::vector<Token>& steps, std::vector<Token> labels) {
    Line line{std::ssize(steps), 4, std::vector<float>(steps.size() * 4), std::move(labels)};
    for (std::size_t t = 0; t < steps.size(); ++t) {
      line.z[t * 4 + static_cast<std::size_t>(steps[t])] = 1;
    }
    return line.edits();
  };
  CHECK(edits({3, 0, 0, 3, 0, 1}, {0, 0, 1}) == 0);
  CHECK(edits({3, 3}, {0, 1}) == 2);
  CHECK(edits({0, 1, 2}, {}) == 3);
  CHECK(edits({0, 1, 2}, {0, 2}) == 1);
  CHECK(edits({0, 1, 2}, {0, 0, 2}) == 1);
  CHECK(edits({1, 2, 0}, {2, 0, 1}) == 2);
}

namespace {

constexpr Index N = 12, T = 9;

Sequential reader(std::shared_ptr<Pool> pool = nullptr) {
  Sequential model(
      {BidirectionalConfig{LstmConfig{.units = 24, .return_sequences = true, .input_features = 4}},
       DenseConfig{4}},
      3, std::move(pool));
  model.compile({.loss = LossKind::ctc,
                 .optimizer = {.rule = AdamConfig{}, .learning_rate = 0.02f},
                 .metrics = {.edit_distance = true}});
  return model;
}

// A sequence shows its labels in order, each for a step or more, with nothing in between.
struct Lines {
  Tensor x{{N, T, 4}, std::vector<float>(N* T * 4)}, y{{N, 3}, std::vector<Token>{}, {}};

  Lines() {
    Random random(2);
    auto& labels = std::get<std::vector<Token>>(y.data);
    auto& shown = std::get<std::vector<float>>(x.data);
    for (Index n = 0; n < N; ++n) {
      y.lengths.push_back(n % 4);
      for (Index u = 0; u < n % 4; ++u) {
        labels.push_back(static_cast<Token>(random.bits() % 3));
        const auto step = n * T + 3 * u + static_cast<Index>(random.bits() % 2);
        shown[static_cast<std::size_t>(step * 4 + labels.back())] = 1;
      }
    }
  }
};

}  // namespace

TEST_CASE("a model learns by CTC what is said, and not when") {
  Sequential model = reader();
  const Lines lines;
  Trainer trainer(model, model.dataset(lines.x, lines.y), std::nullopt,
                  {.epochs = 150, .batch_size = 4});
  while (trainer.step() != FitEvent::done) {
  }
  CHECK(trainer.training().front().edit_distance() == 0);
  CHECK(trainer.training().loss() < 0.1);
  CHECK(model.log_names() == std::vector<std::string>{"loss", "editDistance"});
  const auto again = load_model(save(model, true));
  CHECK(again->evaluate(lines.x, lines.y).loss() == model.evaluate(lines.x, lines.y).loss());
}

TEST_CASE("CTC through a model has the gradients of its weights") {
  Sequential model(
      {{graphs::sequences("x"), graphs::every_step(3), DenseConfig{3}}, {{}, {{0}}, {{1}}}, {{2}}},
      7);
  model.compile(
      {.loss = LossKind::ctc, .optimizer = {.rule = SgdConfig{}, .learning_rate = 0.01f}});
  graphs::Samples samples{{normals({4, 5, 3}, 5)},
                          {{{4, 2}, std::vector<Token>{0, 1, 1, 1, 0}, {2, 0, 2, 1}}}};
  graphs::check_gradients(model, std::move(samples));
}

TEST_CASE("threads, padding and samples of weight 0 leave a CTC loss as it is") {
  const Lines lines;
  Sequential one = reader(), two = reader(pool_of(2));
  const double loss = one.evaluate(lines.x, lines.y, N).loss();
  CHECK(two.evaluate(lines.x, lines.y, N).loss() == doctest::Approx(loss));
  CHECK(one.evaluate(lines.x, lines.y, 5).loss() == doctest::Approx(loss));

  Tensor ragged = lines.x, labels = lines.y, weights{{N}, std::vector<float>(N, 1)};
  auto& steps = std::get<std::vector<float>>(ragged.data);
  ragged.shape[1] = T + 4;
  ragged.lengths.assign(N, T);
  ragged.lengths.back() = T + 4;
  steps.resize(steps.size() + 16, 9.0f);
  const double longer = one.evaluate(ragged, labels, N).loss();
  CHECK(longer == doctest::Approx(loss).epsilon(0.2));  // but for the last sample
  std::get<std::vector<float>>(weights.data).back() = 0;
  CHECK(one.evaluate(ragged, labels, N, &weights).loss() ==
        doctest::Approx(one.evaluate(lines.x, lines.y, N, &weights).loss()));
}

TEST_CASE("what CTC can't learn from is refused with its place") {
  Sequential model = reader();
  Lines lines;
  const auto refused = [&](const char* words) {
    CHECK_THROWS_WITH_AS(model.dataset(lines.x, lines.y), words, std::invalid_argument);
  };
  lines.y = {{N, 6}, std::vector<Token>(N * 6, 1)};
  refused(
      "lstm: expected at least 11 steps for the 6 labels of y at [0] (a blank stands between two "
      "that are the same), got 9");
  lines.y = {{N}, std::vector<Token>(N)};
  refused("lstm: expected y of shape [12, labels] for loss 'ctc', got [12]");
  lines.y = {{N, 1}, std::vector<Token>(N, 3)};
  CHECK_THROWS_WITH_AS(model.dataset(lines.x, lines.y),
                       "lstm: expected labels below 3 in y, got 3 at [0, 0]", std::out_of_range);
  CHECK_THROWS_WITH_AS(
      model.compile({.loss = LossKind::mean_squared_error, .metrics = {.edit_distance = true}}),
      "lstm: expected loss 'ctc' for metric 'editDistance', got 'meanSquaredError'",
      std::invalid_argument);
  CHECK_THROWS_WITH_AS(model.compile({.loss = LossKind::ctc, .metrics = {.mae = true}}),
                       "lstm: expected no metric but 'editDistance' for loss 'ctc'",
                       std::invalid_argument);
  Sequential shares({DenseConfig{.units = 3,
                                 .activation = ActivationKind::softmax,
                                 .input_features = 2,
                                 .input_sequence = true}});
  CHECK_THROWS_WITH_AS(shares.compile({.loss = LossKind::ctc}),
                       "lstm: expected no activation in the last layer for loss 'ctc', which reads "
                       "logits, got 'softmax'",
                       std::invalid_argument);
}
