// Losses: the mean over a batch's predictions, their gradients, and the accuracy that goes with each.
#pragma once

#include <span>

#include "lstm/matrix.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

enum class LossKind { binary_crossentropy, sparse_categorical_crossentropy, mean_squared_error };

// What a batch should have given: rows as in the activations [N = T * B].
struct Targets {
  ConstView values;               // [N, K]; of the sparse cross-entropy: empty
  std::span<const Token> labels;  // [N], classes of the sparse cross-entropy
};

// Sums over `count` predictions, so that batches of different sizes add up.
struct Score {
  double loss_sum = 0;
  double correct = 0;
  Index count = 0;

  double loss() const { return loss_sum / static_cast<double>(count); }
  double accuracy() const { return correct / static_cast<double>(count); }
  Score& operator+=(const Score& other);
};

// Scores outputs [n, K] and writes d_outputs [n, K], the gradient of the mean loss over the N rows of
// the batch that these are all or some of. The cross-entropies take logits z, that is the outputs
// before their sigmoid or softmax:
//
//   binary        max(z, 0) - z y + log(1 + exp(-|z|)), mean over K    d = (sigmoid(z) - y) / NK
//   sparse        log sum_k exp(z_k) - z_label                         d = (softmax(z) - 1_label) / N
//   squared       (z - y)^2, mean over K                               d = 2 (z - y) / NK
//
// Correct is: z > 0 where y > 1/2; the largest z at the label; never for the squared error.
Score score(LossKind kind, ConstView outputs, const Targets& targets, Index N, View d_outputs);

}  // namespace lstm
