#include "lstm/prediction.hpp"

#include <algorithm>

namespace lstm {

Prediction::Prediction(Sequential& model, Inputs inputs, Index batch_size)
    : model_(model), inputs_(std::move(inputs)), batches_(inputs_.size(), batch_size) {
  const Signature out = model.network().output();
  result_.shape = {inputs_.size()};
  if (out.sequence) result_.shape.push_back(inputs_.time());
  result_.shape.push_back(out.features);
  result_.data = std::vector<float>(static_cast<std::size_t>(element_count(result_.shape)));
}

bool Prediction::step() {
  if (batches_.done()) return false;
  const auto samples = batches_.next();
  const ConstView y = model_.infer(inputs_.gather(samples));  // [T * B, K]
  const auto B = static_cast<Index>(samples.size());
  const Index T = y.rows / B;
  float* result = std::get<std::vector<float>>(result_.data).data();
  for (Index b = 0; b < B; ++b) {
    float* sample = result + samples[static_cast<std::size_t>(b)] * T * y.cols;
    for (Index t = 0; t < T; ++t) std::copy_n(y.row(t * B + b), y.cols, sample + t * y.cols);
  }
  return true;
}

}  // namespace lstm
