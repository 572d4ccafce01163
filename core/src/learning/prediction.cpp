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
      steps_(inputs_.size(), 1),
      batches_(
          inputs_.size(),
          states ? stream_batch(model.network(), inputs_.size(), batch_size, *states) : batch_size),
      states_(states ? PassingStates(model, std::move(*states))
                     : PassingStates(model, inputs_.size(), batch_size)) {
  const Signature out = model.network().output();
  if (out.sequence) steps_ = inputs_.steps();
  result_.shape = {inputs_.size()};
  if (out.sequence) result_.shape.push_back(steps_.longest());
  result_.shape.push_back(out.features);
  result_.lengths = steps_.lengths();
  result_.data = std::vector<float>(static_cast<std::size_t>(result_.size()));
}

bool Prediction::step() {
  if (batches_.done()) return false;
  const auto samples = batches_.next();
  const Activations x = inputs_.gather(samples);
  const ConstView y = model_.infer(x, states_.now());  // [T * B, K]
  states_.batch_done(batches_.done());
  const auto B = static_cast<Index>(samples.size());
  float* result = std::get<std::vector<float>>(result_.data).data();
  for (Index b = 0; b < B; ++b) {
    const Index n = samples[static_cast<std::size_t>(b)];
    float* sample = result + steps_.begin(n) * y.cols;
    for (Index t = 0; t < steps_.length(n); ++t) {
      std::copy_n(y.row(t * B + b), y.cols, sample + t * y.cols);
    }
  }
  return true;
}

}  // namespace lstm
