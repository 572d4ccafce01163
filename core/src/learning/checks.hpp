// Checks of the elements of data, each at its place. Rows that don't count may hold anything.
#pragma once

#include <span>
#include <string>

#include "lstm/loss.hpp"

namespace lstm {

// Which rows of a tensor count: of samples, or of their steps. Empty: all.
using Counts = std::span<const Flag>;

// Numbers must be finite; in rows that don't count, those that are not become 0.
void check_finite(std::vector<float>& values, const Tensor& tensor, Counts counts,
                  const char* what);

// Tokens or classes must be 0 ... bound - 1; in rows that don't count, others become 0. `kind` and
// `where` name them in the error.
void check_tokens(std::vector<Token>& tokens, const Tensor& tensor, Counts counts, Index bound,
                  const char* kind, const std::string& where);

// Targets [rows, K] must be finite; of the binary cross-entropy in 0 ... 1, and of the categorical
// one distributions. Throws std::invalid_argument, or std::out_of_range for what is out of range.
void check_targets(LossKind loss, std::vector<float>& values, const Tensor& y, Counts counts,
                   Index K);

}  // namespace lstm
