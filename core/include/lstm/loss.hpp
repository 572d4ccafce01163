// Losses: the mean over a batch's predictions, and their gradients.
#pragma once

#include <span>

#include "lstm/activation_kind.hpp"
#include "lstm/matrix.hpp"
#include "lstm/score.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

enum class LossKind {
  binary_crossentropy,
  categorical_crossentropy,
  sparse_categorical_crossentropy,
  mean_squared_error,
  mean_absolute_error,
  ctc
};

// As users know it: meanSquaredError.
const char* name_of(LossKind kind);

// The activation that the last layer is to have; linear where any will do, but for CTC.
ActivationKind head_of(LossKind kind);

// Is it compared with classes, in place of numbers?
bool takes_labels(LossKind kind);

// Is it computed from the logits, that is the outputs before their sigmoid or softmax?
bool takes_logits(LossKind kind);

// What a batch should have given: rows as in the activations [n = T * B].
struct Targets {
  ConstView values;                     // [n, K]; of the sparse cross-entropy: empty
  std::span<const Token> labels;        // [n], classes of the sparse cross-entropy
  std::span<const float> weights = {};  // [n]; empty: all 1. A row of weight 0 may hold anything
  Index masked = 0;                     // rows that are masked out: of weight 0, and not counted
  // Of CTC: how many labels each sequence has [B]; `labels` are then [L, B], the longest's L.
  std::span<const Index> counts = {};
};

// What a loss works in, kept from call to call.
struct Scratch {
  Buffer numbers;
  std::vector<Index> rows;
};

// Scores outputs [n, K], and writes d_outputs [n, K], the gradient of the mean loss over the N rows
// that are not masked out of the whole batch, of which these are all or some. Of a row with weight
// w:
//
//   binary       w * mean_k (max(z, 0) - z y + log(1 + exp(-|z|)))   d = w (sigmoid(z) - y) / NK
//   categorical  w * sum_k y_k (L - z_k), L = log sum_j exp(z_j)     d = w (s softmax(z) - y) / N,
//                                                                    s = sum_k y_k
//   sparse       the same where y is 1 at the label, else 0          d = w (softmax(z) - y) / N
//   squared      w * mean_k (z - y)^2                                d = 2w (z - y) / NK
//   absolute     w * mean_k |z - y|                                  d = w sign(z - y) / NK
//   ctc          w * the loss of a whole sequence: kernels/ctc.hpp   N sequences
//
// Of CTC the rows of weight 0 are no steps of their sequence, and the last class is the blank.
// Right is: z > 0 where y > 1/2, as a share of K; the first of the largest z at the label, or at
// the first of the largest y. The two errors know no right and wrong.
Score score(LossKind kind, ConstView outputs, const Targets& targets, double N, View d_outputs,
            const Metrics& metrics, Scratch& scratch);
inline Score score(LossKind kind, ConstView outputs, const Targets& targets, double N,
                   View d_outputs, const Metrics& metrics = {}) {
  Scratch scratch;
  return score(kind, outputs, targets, N, d_outputs, metrics, scratch);
}

}  // namespace lstm
