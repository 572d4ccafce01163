#include "lstm/loss.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/activations.hpp"
#include "kernels/ctc.hpp"
#include "kernels/softmax.hpp"
#include "kernels/vectors.hpp"
#include "learning/fields.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// What all losses share. Each leaves in a row of d how far the prediction is off, p - y, and turns
// that into the gradient.
struct Scoring {
  ConstView outputs;
  const Targets& targets;
  double N;
  View d;
  const Metrics& metrics;
  Scratch& scratch;
  Score score;

  // Calls row(n, w) for the rows that weigh anything; the others have no gradient.
  template <class Row>
  Score over_rows(Row row) {
    score.count = outputs.rows - targets.masked;
    for (Index n = 0; n < outputs.rows; ++n) {
      const float w = targets.weights.empty() ? 1.0f : targets.weights[static_cast<std::size_t>(n)];
      if (w == 0) {
        std::fill_n(d.row(n), d.cols, 0.0f);
      } else {
        ++score.measured;
        row(n, w);
      }
    }
    return score;
  }

  void add_errors(const float* difference) {
    if (!metrics.mse && !metrics.mae) return;
    double squared = 0, absolute = 0;
    for (Index k = 0; k < d.cols; ++k) {
      squared += static_cast<double>(difference[k]) * difference[k];
      absolute += std::abs(difference[k]);
    }
    score.squared += squared / static_cast<double>(d.cols);
    score.absolute += absolute / static_cast<double>(d.cols);
  }
};

Index first_largest(const float* x, Index size) { return std::max_element(x, x + size) - x; }

Score binary_crossentropy(Scoring s) {
  const Index K = s.d.cols;
  const auto columns = static_cast<double>(K);
  const float scale = 1.0f / static_cast<float>(s.N * columns);
  kernels::sigmoid(s.outputs.data, s.d.data, s.d.size());
  return s.over_rows([&](Index n, float w) {
    const float *z = s.outputs.row(n), *y = s.targets.values.row(n);
    float* d = s.d.row(n);
    double sum = 0, correct = 0;
    for (Index k = 0; k < K; ++k) {
      sum += std::max(z[k], 0.0f) - z[k] * y[k] + std::log1p(std::exp(-std::abs(z[k])));
      d[k] -= y[k];
    }
    if (s.metrics.accuracy) {
      for (Index k = 0; k < K; ++k) correct += (z[k] > 0.0f) == (y[k] > 0.5f);
    }
    s.score.loss_sum += w * sum / columns;
    s.score.correct += correct / columns;
    s.add_errors(d);
    kernels::scale(w * scale, d, K);
  });
}

Score categorical_crossentropy(Scoring s) {
  const Index K = s.d.cols;
  const float scale = 1.0f / static_cast<float>(s.N);
  return s.over_rows([&](Index n, float w) {
    const float *z = s.outputs.row(n), *y = s.targets.values.row(n);
    float* d = s.d.row(n);
    const float log_sum = kernels::softmax(z, d, K).log_sum;
    double sum = 0;
    float all = 0;
    for (Index k = 0; k < K; ++k) {
      sum += y[k] * (log_sum - z[k]);
      all += y[k];
      d[k] -= y[k];
    }
    s.score.loss_sum += w * sum;
    if (s.metrics.accuracy) s.score.correct += first_largest(z, K) == first_largest(y, K);
    s.add_errors(d);
    for (Index k = 0; k < K; ++k) d[k] = (all * (d[k] + y[k]) - y[k]) * (w * scale);
  });
}

Score sparse_categorical_crossentropy(Scoring s) {
  const Index K = s.d.cols;
  const float scale = 1.0f / static_cast<float>(s.N);
  return s.over_rows([&](Index n, float w) {
    const float* z = s.outputs.row(n);
    float* d = s.d.row(n);
    const Index label = s.targets.labels[static_cast<std::size_t>(n)];
    const auto [max, log_sum] = kernels::softmax(z, d, K);
    s.score.loss_sum += w * (log_sum - z[label]);
    if (s.metrics.accuracy) {
      s.score.correct += z[label] == max && std::find(z, z + label, max) == z + label;
    }
    d[label] -= 1.0f;
    s.add_errors(d);
    kernels::scale(w * scale, d, K);
  });
}

// Of a mean over the columns: what a difference adds to the loss, and its slope's part that differs
// from column to column, to be multiplied by `factor`.
template <class Error, class Slope>
Score mean_error(Scoring s, float factor, Error error, Slope slope) {
  const Index K = s.d.cols;
  const auto columns = static_cast<double>(K);
  const float scale = factor / static_cast<float>(s.N * columns);
  return s.over_rows([&](Index n, float w) {
    const float *p = s.outputs.row(n), *y = s.targets.values.row(n);
    float* d = s.d.row(n);
    double sum = 0;
    for (Index k = 0; k < K; ++k) {
      d[k] = p[k] - y[k];
      sum += error(d[k]);
    }
    s.score.loss_sum += w * sum / columns;
    s.add_errors(d);
    for (Index k = 0; k < K; ++k) d[k] = slope(d[k]);
    kernels::scale(w * scale, d, K);
  });
}

Score mean_squared_error(Scoring s) {
  return mean_error(
      s, 2.0f, [](float d) { return static_cast<double>(d) * d; }, [](float d) { return d; });
}

Score mean_absolute_error(Scoring s) {
  return mean_error(
      s, 1.0f, [](float d) { return std::abs(d); },
      [](float d) { return static_cast<float>((d > 0) - (d < 0)); });
}

Score ctc(Scoring s) {
  const Index B = std::ssize(s.targets.counts);
  const auto& weights = s.targets.weights;
  s.score.count = B;
  for (Index b = 0; b < B; ++b) {
    float w = 0;
    s.scratch.rows.clear();
    for (Index n = b; n < s.outputs.rows; n += B) {
      const float its = weights.empty() ? 1.0f : weights[static_cast<std::size_t>(n)];
      if (its == 0) {
        std::fill_n(s.d.row(n), s.d.cols, 0.0f);
      } else {
        w = its;
        s.scratch.rows.push_back(n);
      }
    }
    if (s.scratch.rows.empty()) continue;
    const Index count = s.targets.counts[static_cast<std::size_t>(b)];
    const kernels::CtcSequence its{s.outputs, s.scratch.rows, s.targets.labels.data() + b, B,
                                   count};
    ++s.score.measured;
    s.score.loss_sum += w * kernels::ctc(its, w / static_cast<float>(s.N), s.d, s.scratch.numbers);
    if (!s.metrics.edit_distance) continue;
    s.score.edits += kernels::ctc_edits(its, s.scratch.numbers);
    s.score.labels += count;
  }
  return s.score;
}

// In the order of LossKind.
struct {
  const char* name;
  // Cross-entropies are computed from the logits, before the activation that they want.
  ActivationKind head;
  bool labels;
  Score (*score)(Scoring scoring);
} constexpr rows[] = {
    {"binaryCrossentropy", ActivationKind::sigmoid, false, binary_crossentropy},
    {"categoricalCrossentropy", ActivationKind::softmax, false, categorical_crossentropy},
    {"sparseCategoricalCrossentropy", ActivationKind::softmax, true,
     sparse_categorical_crossentropy},
    {"meanSquaredError", ActivationKind::linear, false, mean_squared_error},
    {"meanAbsoluteError", ActivationKind::linear, false, mean_absolute_error},
    {"ctc", ActivationKind::linear, true, ctc},
};

const auto& row_of(LossKind kind) { return rows[static_cast<std::size_t>(kind)]; }

}  // namespace

const char* name_of(LossKind kind) { return row_of(kind).name; }

ActivationKind head_of(LossKind kind) { return row_of(kind).head; }

bool takes_labels(LossKind kind) { return row_of(kind).labels; }

bool takes_logits(LossKind kind) { return head_of(kind) != ActivationKind::linear; }

Score score(LossKind kind, ConstView outputs, const Targets& targets, double N, View d_outputs,
            const Metrics& metrics, Scratch& scratch) {
  return row_of(kind).score({outputs, targets, N, d_outputs, metrics, scratch, {}});
}

void loss_field(Fields& visit, LossKind& kind) {
  const char* words[std::size(rows)];
  std::ranges::transform(rows, words, [](const auto& row) { return row.name; });
  visit("loss", kind, words);
}

static LossKind loss_of(const std::string& name) {
  const auto found = std::ranges::find_if(rows, [&](const auto& row) { return row.name == name; });
  std::string all;
  for (const auto& row : rows) all += std::string(all.empty() ? "'" : ", '") + row.name + "'";
  require(found != std::end(rows), "expected losses in compile among ", all, ", got '", name, "'");
  return static_cast<LossKind>(found - std::begin(rows));
}

void losses_field(Fields& visit, std::vector<LossKind>& kinds) {
  std::vector<std::string> names;
  for (const LossKind kind : kinds) names.emplace_back(name_of(kind));
  if (!names.empty() || !visit.writes()) visit("losses", names);
  if (visit.writes()) return;
  kinds.clear();
  for (const auto& name : names) kinds.push_back(loss_of(name));
}

}  // namespace lstm
