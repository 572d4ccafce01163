#include "learning/checks.hpp"

#include <cmath>

#include "lstm/error.hpp"

namespace lstm {

namespace {

// Calls refuse(n) for the first element n that counts and does not fit; others that do not fit
// become 0.
template <class Element, class Fits, class Refuse>
void check(std::vector<Element>& elements, Counts counts, Fits fits, Refuse refuse) {
  const std::size_t row = counts.empty() ? 1 : elements.size() / counts.size();
  for (std::size_t n = 0; n < elements.size(); ++n) {
    if (fits(elements[n])) [[likely]]
      continue;
    if (counts.empty() || counts[n / row]) refuse(n);
    elements[n] = 0;
  }
}

void check_distributions(const std::vector<float>& values, const Tensor& y, Counts counts,
                         Index K) {
  constexpr double rounding = 1e-3;
  const auto columns = static_cast<std::size_t>(K);
  for (std::size_t n = 0; n < values.size(); n += columns) {
    if (!counts.empty() && !counts[n / columns]) continue;
    double sum = 0;
    for (std::size_t k = n; k < n + columns; ++k) {
      require_range(values[k] >= 0, "expected shares of 0 ... 1 in y, got ", values[k], " at ",
                    position(y, static_cast<Index>(k)));
      sum += values[k];
    }
    if (std::abs(sum - 1) <= rounding) continue;
    Shape row = position(y, static_cast<Index>(n));
    row.pop_back();
    require_range(false, "expected shares of 0 ... 1 in y whose sum is 1, got a sum of ", sum,
                  " at ", row);
  }
}

}  // namespace

void check_finite(std::vector<float>& values, const Tensor& tensor, Counts counts,
                  const char* what) {
  check(
      values, counts, [](float value) { return std::isfinite(value); },
      [&](std::size_t n) {
        require(false, "expected finite numbers in ", what, ", got ", values[n], " at ",
                position(tensor, static_cast<Index>(n)));
      });
}

void check_tokens(std::vector<Token>& tokens, const Tensor& tensor, Counts counts, Index bound,
                  const char* kind, const std::string& where) {
  check(
      tokens, counts, [=](Token token) { return token >= 0 && token < bound; },
      [&](std::size_t n) {
        const std::string range =
            tokens[n] < 0 ? " of 0 or more" : " below " + std::to_string(bound);
        require_range(false, "expected ", kind, range, " in ", where, ", got ", tokens[n], " at ",
                      position(tensor, static_cast<Index>(n)));
      });
}

void check_targets(LossKind loss, std::vector<float>& values, const Tensor& y, Counts counts,
                   Index K) {
  check_finite(values, y, counts, "y");
  if (loss == LossKind::categorical_crossentropy) check_distributions(values, y, counts, K);
  if (loss != LossKind::binary_crossentropy) return;
  check(
      values, counts, [](float value) { return value >= 0 && value <= 1; },
      [&](std::size_t n) {
        require_range(false, "expected y in 0 ... 1, got ", values[n], " at ",
                      position(y, static_cast<Index>(n)));
      });
}

}  // namespace lstm
