#include "lstm/parameters.hpp"

#include <algorithm>
#include <limits>

#include "kernels/vectors.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// Each tensor begins on a multiple of 16 floats (one cache line). The padding stays zero.
Index padded(Index size) { return (size + 15) / 16 * 16; }

}  // namespace

Parameters::Parameters(const std::vector<ParameterSpec>& specs) {
  constexpr Index most = std::numeric_limits<Index>::max() / static_cast<Index>(sizeof(float));
  Index total = 0;
  for (const auto& spec : specs) {
    const Index size = element_count(spec.shape);
    require_range(size < most - 16 - total, "expected weights that fit in memory, got ", spec.name,
                  " of shape ", spec.shape);
    total += padded(size);
  }
  block_ = std::make_shared<Block>();
  block_->values.assign(static_cast<std::size_t>(total), 0.0f);
  gradients_.assign(static_cast<std::size_t>(total), 0.0f);

  Index offset = 0;
  for (const auto& [name, shape, summand, by_gradient] : specs) {
    const Index size = element_count(shape), rows = shape.size() == 1 ? 1 : shape.front();
    tensors_.push_back({name, shape, View{block_->values.data() + offset, rows, size / rows},
                        View{}, summand, by_gradient});
    offset += padded(size);
  }
  set_trainable(0, tensors_.size(), true);
}

const Parameter& Parameters::operator[](const std::string& name) const {
  const auto found = std::ranges::find(tensors_, name, &Parameter::name);
  require(found != tensors_.end(), "expected the name of a parameter, got '", name, "'");
  return *found;
}

Index Parameters::count() const {
  Index total = 0;
  for (const auto& tensor : tensors_) total += tensor.value.size();
  return total;
}

Index Parameters::trainable_count() const {
  Index total = 0;
  for (const auto& tensor : tensors_) total += tensor.gradient.size();
  return total;
}

Index Parameters::offset_of(const Parameter& tensor) const {
  return static_cast<Index>(tensor.value.data - block_->values.data());
}

View Parameters::gradient_of(const Parameter& tensor) {
  return {gradients_.data() + offset_of(tensor), tensor.value.rows, tensor.value.cols};
}

void Parameters::set_trainable(std::size_t first, std::size_t count, bool trainable) {
  for (Parameter& tensor : std::span(tensors_).subspan(first, count)) {
    tensor.frozen = !trainable;
    tensor.gradient = trainable && tensor.by_gradient ? gradient_of(tensor) : View{};
  }
  find_trainable();
}

// Neighbours make one run: of a model that learns as a whole, the whole block.
void Parameters::find_trainable() {
  trainable_.clear();
  trainable_.reserve(tensors_.size());
  for (const auto& tensor : tensors_) {
    if (!tensor.gradient.data) continue;
    const Range its{offset_of(tensor), padded(tensor.value.size())};
    const bool goes_on =
        !trainable_.empty() && trainable_.back().first + trainable_.back().size == its.first;
    if (goes_on) {
      trainable_.back().size += its.size;
    } else {
      trainable_.push_back(its);
    }
  }
}

void Parameters::zero_gradients() {
  for (const auto& [first, size] : trainable_) std::fill_n(gradients_.data() + first, size, 0.0f);
}

void Parameters::add_gradients(const Parameters& replica) {
  for (const auto& [first, size] : trainable_) {
    kernels::add_scaled(1, replica.gradients_.data() + first, gradients_.data() + first, size);
  }
}

Parameters Parameters::reader() const {
  Parameters twin;
  twin.block_ = block_;
  twin.tensors_ = tensors_;
  twin.set_trainable(0, tensors_.size(), false);
  return twin;
}

Parameters Parameters::replica() const {
  Parameters twin;
  twin.block_ = block_;
  twin.gradients_.assign(gradients_.size(), 0.0f);
  twin.tensors_ = tensors_;
  for (Parameter& tensor : twin.tensors_) {
    if (tensor.gradient.data) tensor.gradient = twin.gradient_of(tensor);
  }
  twin.find_trainable();
  return twin;
}

}  // namespace lstm
