// How a model does: its loss, and the metrics that were asked for.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lstm/matrix.hpp"

namespace lstm {

// Which are asked for. What is not is not computed.
struct Metrics {
  bool accuracy = false;  // the share of right answers: of a cross-entropy
  bool mse = false;       // mean squared difference of predictions, after the head, and targets
  bool mae = false;       // mean absolute difference
  // Of CTC: edits from what each step says alone to the labels, by their number (kernels/ctc.hpp).
  bool edit_distance = false;

  // Asks for one more. Throws std::invalid_argument unless it is 'accuracy', 'mse', 'mae' or
  // 'editDistance'.
  void add(std::string_view name);
};

// Those asked for, by these names.
std::vector<std::string> names_of(const Metrics& metrics);

// Sums over rows, so that batches of different sizes add up. The loss is the sum of the weighted
// rows over all that are not masked out, as in Keras; metrics are over the rows that weigh
// anything, each counting once. A mean of no rows is 0.
struct Score {
  double loss_sum = 0;
  Index count = 0;  // rows that are not masked out
  double correct = 0, squared = 0, absolute = 0;
  Index measured = 0;  // rows of weight other than 0
  Index edits = 0, labels = 0;

  double loss() const { return mean(loss_sum, count); }
  double accuracy() const { return mean(correct, measured); }
  double mse() const { return mean(squared, measured); }
  double mae() const { return mean(absolute, measured); }
  double edit_distance() const { return mean(static_cast<double>(edits), labels); }
  Score& operator+=(const Score& other);

 private:
  static double mean(double sum, Index rows) {
    return rows > 0 ? sum / static_cast<double>(rows) : 0;
  }
};

// How each output of a model does, and how much its loss counts in the model's.
class Scores {
 public:
  Scores() : Scores(std::vector<float>(1, 1.0f)) {}
  explicit Scores(std::vector<float> weights)
      : each_(weights.size()), weights_(std::move(weights)) {}

  std::span<Score> each() { return each_; }
  std::span<const Score> each() const { return each_; }
  const Score& front() const { return each_.front(); }

  double loss() const;
  Scores& operator+=(const Scores& other);
  void clear() { each_.assign(each_.size(), {}); }

 private:
  std::vector<Score> each_;
  std::vector<float> weights_;
};

// Throws std::runtime_error unless the loss is finite.
void require_finite(double loss);

// The loss and the metrics asked for, in the order of their names for users; of several outputs the
// model's loss, and each of their own with its name before it: a_loss, b_loss, a_accuracy,
// b_accuracy.
std::vector<std::string> names_of_logs(const Metrics& metrics,
                                       std::span<const std::string> outputs);
std::vector<double> logs_of(const Scores& scores, const Metrics& metrics);

}  // namespace lstm
