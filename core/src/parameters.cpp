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
  for (const auto& [name, shape] : specs) {
    const Index rows = shape.size() == 1 ? 1 : shape.front();
    const Index cols = shape.back();
    tensors_.push_back({name, shape, View{block_->values.data() + offset, rows, cols},
                        View{gradients_.data() + offset, rows, cols}});
    offset += padded(rows * cols);
  }
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

void Parameters::zero_gradients() { std::ranges::fill(gradients_, 0.0f); }

void Parameters::add_gradients(const Parameters& replica) {
  const auto size = static_cast<Index>(gradients_.size());
  kernels::add_scaled(1, replica.gradients_.data(), gradients_.data(), size);
}

Parameters Parameters::replica() const {
  Parameters twin;
  twin.block_ = block_;
  twin.gradients_.assign(gradients_.size(), 0.0f);
  twin.tensors_ = tensors_;
  for (Parameter& tensor : twin.tensors_) {
    tensor.gradient.data = twin.gradients_.data() + (tensor.gradient.data - gradients_.data());
  }
  return twin;
}

}  // namespace lstm
