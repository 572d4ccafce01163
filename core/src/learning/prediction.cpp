#include "lstm/prediction.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// Each batch goes on where the one before it ended, so all are of the same size.
Index stream_batch(const Network& network, Index samples, Index batch_size, const States& states) {
  const Index carried = network.sequences(states), B = carried > 0 ? carried : batch_size;
  require(samples <= (carried > 0 ? 0 : B) || (B > 0 && samples % B == 0),
          "expected a multiple of ", B, " samples, as the states have, got ", samples);
  return B;
}

}  // namespace

Prediction::Prediction(Sequential& model, Inputs inputs, Index batch_size,
                       std::optional<States> states)
    : model_(model),
      inputs_(std::move(inputs)),
      batches_(
          inputs_.size(),
          states ? stream_batch(model.network(), inputs_.size(), batch_size, *states) : batch_size),
      states_(states ? PassingStates(model, std::move(*states))
                     : PassingStates(model, inputs_.size(), batch_size)) {
  for (std::size_t k = 0; k < model.network().outputs(); ++k) add_result(k);
}

void Prediction::add_result(std::size_t output) {
  const Slot& slot = model_.network().output_slot(output);
  const Signature& out = slot.signature;
  const Steps& steps = steps_.emplace_back(inputs_.steps_in(slot));
  Tensor& result = results_.emplace_back();
  result.shape = {inputs_.size()};
  if (out.sequence) result.shape.push_back(steps.longest());
  const Shape row = row_axes(out);
  result.shape.insert(result.shape.end(), row.begin(), row.end());
  result.lengths = steps.lengths();
  result.data = std::vector<float>(static_cast<std::size_t>(result.size()));
}

bool Prediction::step() {
  if (batches_.done()) return false;
  const auto samples = batches_.next();
  const auto all = model_.infer(inputs_.gather(samples), states_.now());
  states_.batch_done(batches_.done());
  for (std::size_t k = 0; k < all.size(); ++k) put(samples, all[k], k);
  return true;
}

// y [T * B, K]
void Prediction::put(std::span<const Index> samples, ConstView y, std::size_t output) {
  const Steps& steps = steps_[output];
  const auto B = static_cast<Index>(samples.size());
  float* result = std::get<std::vector<float>>(results_[output].data).data();
  for (Index b = 0; b < B; ++b) {
    const Index n = samples[static_cast<std::size_t>(b)];
    float* sample = result + steps.begin(n) * y.cols;
    for (Index t = 0; t < steps.length(n); ++t) {
      std::copy_n(y.row(t * B + b), y.cols, sample + t * y.cols);
    }
  }
}

}  // namespace lstm
