#include "lstm/signature.hpp"

#include <algorithm>

#include "lstm/tensor.hpp"

namespace lstm {

Signature signature_of(const std::vector<Index>& shape, bool any_time) {
  const std::size_t axes = shape.size() + any_time;
  const bool fits = axes >= 1 + std::size_t{any_time} && axes <= 4 && std::ranges::min(shape) > 0;
  if (!fits) return {};
  Signature its;
  its.sequence = any_time || axes == 2 || axes == 4;
  const bool time = its.sequence && !any_time;
  if (time) its.time = shape.front();
  const std::vector<Index> row(shape.begin() + time, shape.end());
  its.features = element_count(row);
  if (row.size() > 1) its.axes = row;
  return its;
}

std::vector<Index> axes_of(const Signature& signature) {
  std::vector<Index> shape = signature.axes;
  if (shape.empty()) shape.push_back(signature.features);
  if (signature.sequence) shape.insert(shape.begin(), signature.time);
  return shape;
}

}  // namespace lstm
