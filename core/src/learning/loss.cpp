#include "lstm/loss.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"
#include "kernels/vectors.hpp"

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

Score mean_squared_error(Scoring s) {
  const Index K = s.d.cols;
  const auto columns = static_cast<double>(K);
  const float scale = 2.0f / static_cast<float>(s.N * columns);
  return s.over_rows([&](Index n, float w) {
    const float *p = s.outputs.row(n), *y = s.targets.values.row(n);
    float* d = s.d.row(n);
    double sum = 0;
    for (Index k = 0; k < K; ++k) {
      d[k] = p[k] - y[k];
      sum += static_cast<double>(d[k]) * d[k];
    }
    s.score.loss_sum += w * sum / columns;
    s.add_errors(d);
    kernels::scale(w * scale, d, K);
  });
}

Score mean_absolute_error(Scoring s) {
  const Index K = s.d.cols;
  const auto columns = static_cast<double>(K);
  const float scale = 1.0f / static_cast<float>(s.N * columns);
  return s.over_rows([&](Index n, float w) {
    const float *p = s.outputs.row(n), *y = s.targets.values.row(n);
    float* d = s.d.row(n);
    double sum = 0;
    for (Index k = 0; k < K; ++k) {
      d[k] = p[k] - y[k];
      sum += std::abs(d[k]);
    }
    s.score.loss_sum += w * sum / columns;
    s.add_errors(d);
    for (Index k = 0; k < K; ++k) {
      d[k] = static_cast<float>((d[k] > 0) - (d[k] < 0)) * (w * scale);
    }
  });
}

}  // namespace

const char* name_of(LossKind kind) {
  switch (kind) {
    case LossKind::binary_crossentropy:
      return "binaryCrossentropy";
    case LossKind::categorical_crossentropy:
      return "categoricalCrossentropy";
    case LossKind::sparse_categorical_crossentropy:
      return "sparseCategoricalCrossentropy";
    case LossKind::mean_squared_error:
      return "meanSquaredError";
    case LossKind::mean_absolute_error:
      return "meanAbsoluteError";
  }
  return "";
}

bool takes_logits(LossKind kind) {
  return kind != LossKind::mean_squared_error && kind != LossKind::mean_absolute_error;
}

Score score(LossKind kind, ConstView outputs, const Targets& targets, double N, View d_outputs,
            const Metrics& metrics) {
  const Scoring scoring{outputs, targets, N, d_outputs, metrics, {}};
  switch (kind) {
    case LossKind::binary_crossentropy:
      return binary_crossentropy(scoring);
    case LossKind::categorical_crossentropy:
      return categorical_crossentropy(scoring);
    case LossKind::sparse_categorical_crossentropy:
      return sparse_categorical_crossentropy(scoring);
    case LossKind::mean_squared_error:
      return mean_squared_error(scoring);
    case LossKind::mean_absolute_error:
      return mean_absolute_error(scoring);
  }
  return {};
}

}  // namespace lstm
