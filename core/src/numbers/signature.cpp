#include "lstm/signature.hpp"

#include <algorithm>

#include "lstm/tensor.hpp"

namespace lstm {

Signature Signature::with_channels(Index count) const {
  Signature output{element_count({features / channels(), count}), sequence, false, time};
  output.axes = axes;
  if (!axes.empty()) output.axes[axes.size() - 1] = count;
  return output;
}

Signature signature_of(const std::vector<Index>& shape, bool any_time) {
  const std::size_t axes = shape.size() + any_time;
  if (shape.empty() || axes > 4 || std::ranges::min(shape) <= 0) return {};
  Signature its;
  its.sequence = any_time || axes == 2 || axes == 4;
  const std::size_t first = its.sequence && !any_time ? 1 : 0;
  if (first > 0) its.time = shape.front();
  its.features = element_count(shape) / std::max(its.time, Index{1});
  for (auto n = first; shape.size() > first + 1 && n < shape.size(); ++n) {
    its.axes.push_back(shape[n]);
  }
  return its;
}

std::vector<Index> axes_of(const Signature& signature) {
  std::vector<Index> shape = row_axes(signature);
  if (signature.sequence) shape.insert(shape.begin(), signature.time);
  return shape;
}

std::vector<Index> row_axes(const Signature& signature) {
  const Axes& axes = signature.axes;
  return axes.empty() ? std::vector{signature.features} : std::vector(axes.begin(), axes.end());
}

}  // namespace lstm
