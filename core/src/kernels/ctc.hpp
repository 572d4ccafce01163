// Connectionist temporal classification of one sequence.
#pragma once

#include <span>

#include "lstm/tensor.hpp"

namespace lstm::kernels {

// What a sequence of rows may say: labels l_1 ... l_L with blanks anywhere between them, each for
// as many steps as it takes. Row t of it is row `rows[t]` of the logits z [n, K]; label u is
// `labels[u * stride]`; the last class is the blank.
struct CtcSequence {
  ConstView z;
  std::span<const Index> rows;
  const Token* labels;
  Index stride, count;
};

// Graves et al. (2006), in logarithms: with l' = blank, l_1, blank, ..., l_L, blank, of S = 2L + 1,
// p_t = softmax(z_t), and from(s) = s, s - 1, and s - 2 where l'_s is a label other than l'_(s-2):
//
//   forward:   alpha_t(s) = p_t(l'_s) * sum of alpha_(t-1)(from(s))
//              loss = -log p,  p = alpha_T(S) + alpha_T(S - 1)
//   backward:  beta_t(s) likewise from the other end
//              d_t(k) = p_t(k) - sum over l'_s = k of alpha_t(s) beta_t(s) / (p p_t(l'_s))
//
// Writes d = scale * d_t into the same rows of d, and returns the loss. `memory` is its own.
// There must be enough rows, and one at least: see least_rows.
float ctc(const CtcSequence& sequence, float scale, View d, Buffer& memory);

// How many rows labels take: one each, and a blank between two that are the same.
Index least_rows(const Token* labels, Index stride, Index count);

// How many labels must be changed, put in or left out to make the other ones of what each row says
// alone: its likeliest class, but once where it stays the same, and no blanks.
Index ctc_edits(const CtcSequence& sequence, Buffer& memory);

}  // namespace lstm::kernels
