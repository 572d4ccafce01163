#include "learning/class_weights.hpp"

#include <algorithm>
#include <cmath>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// The class of every row.
std::vector<Token> classes_of(LossKind loss, const Tensor& y) {
  if (loss == LossKind::sparse_categorical_crossentropy) {  // checked where it is known what counts
    return as_tokens(y, "y", std::vector<Flag>(static_cast<std::size_t>(y.size())));
  }
  const std::vector<float> values = as_values(y);
  std::vector<Token> classes;
  if (loss == LossKind::binary_crossentropy) {
    for (const float value : values) classes.push_back(value > 0.5f);
    return classes;
  }
  const Index K = y.shape.back();
  for (auto row = values.begin(); row != values.end(); row += K) {
    classes.push_back(static_cast<Token>(std::max_element(row, row + K) - row));
  }
  return classes;
}

}  // namespace

Tensor class_weights(LossKind loss, const Tensor& y, const std::map<Token, float>& weight_of) {
  require(takes_logits(loss), "expected a cross-entropy loss for classWeight, got '", name_of(loss),
          "'");
  check_size(y, "y");
  for (const auto& [label, weight] : weight_of) {
    require(label >= 0, "expected classes of 0 or more in classWeight, got ", label);
    require(std::isfinite(weight), "expected finite weights in classWeight, got ", weight,
            " of class ", label);
  }
  const bool categorical = loss == LossKind::categorical_crossentropy;
  const bool row_axis = categorical || y.shape.size() == 3;  // [N, (T,) K], or [N, T, 1]
  require(
      y.shape.size() >= (categorical ? 2 : 1) && (categorical || !row_axis || y.shape.back() == 1),
      "expected one class a row in y for classWeight, got shape ", y.shape);
  Tensor result{y.shape, std::vector<float>{}, y.lengths};
  if (row_axis) result.shape.pop_back();
  auto& weights = std::get<std::vector<float>>(result.data);
  for (const Token label : classes_of(loss, y)) {
    const auto found = weight_of.find(label);
    weights.push_back(found == weight_of.end() ? 1.0f : found->second);
  }
  return result;
}

}  // namespace lstm
