#include "lstm/loss.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"

namespace lstm {

namespace {

Score binary_crossentropy(ConstView logits, ConstView targets, Index N, View d) {
  Score score{.count = logits.rows};
  kernels::sigmoid(logits.data, d.data, d.size());
  const float scale = 1.0f / static_cast<float>(N * d.cols);
  for (Index n = 0; n < d.size(); ++n) {
    const float z = logits.data[n], y = targets.data[n];
    score.loss_sum += std::max(z, 0.0f) - z * y + std::log1p(std::exp(-std::abs(z)));
    score.correct += (z > 0.0f) == (y > 0.5f);
    d.data[n] = (d.data[n] - y) * scale;
  }
  score.loss_sum /= static_cast<double>(logits.cols);
  score.correct /= static_cast<double>(logits.cols);
  return score;
}

Score sparse_categorical_crossentropy(ConstView logits, std::span<const Token> labels, Index N,
                                      View d) {
  Score score{.count = logits.rows};
  const float scale = 1.0f / static_cast<float>(N);
  for (Index n = 0; n < logits.rows; ++n) {
    const float* z = logits.row(n);
    float* p = d.row(n);
    const Index label = labels[static_cast<std::size_t>(n)];
    const auto [max, log_sum] = kernels::softmax(z, p, logits.cols);
    score.loss_sum += log_sum - z[label];
    score.correct += z[label] == max && std::find(z, z + label, max) == z + label;  // the first such
    p[label] -= 1.0f;
    d.eigen().row(n) *= scale;
  }
  return score;
}

Score mean_squared_error(ConstView outputs, ConstView targets, Index N, View d) {
  d.eigen() = outputs.eigen() - targets.eigen();
  const double sum = d.eigen().cast<double>().squaredNorm();
  d.eigen() *= 2.0f / static_cast<float>(N * d.cols);
  return {.loss_sum = sum / static_cast<double>(outputs.cols), .count = outputs.rows};
}

}  // namespace

Score& Score::operator+=(const Score& other) {
  loss_sum += other.loss_sum;
  correct += other.correct;
  count += other.count;
  return *this;
}

Score score(LossKind kind, ConstView outputs, const Targets& targets, Index N, View d_outputs) {
  switch (kind) {
    case LossKind::binary_crossentropy:
      return binary_crossentropy(outputs, targets.values, N, d_outputs);
    case LossKind::sparse_categorical_crossentropy:
      return sparse_categorical_crossentropy(outputs, targets.labels, N, d_outputs);
    case LossKind::mean_squared_error:
      return mean_squared_error(outputs, targets.values, N, d_outputs);
  }
  return {};
}

}  // namespace lstm
