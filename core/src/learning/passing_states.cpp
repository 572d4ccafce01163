#include "lstm/passing_states.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

bool alike(Index samples, Index batch_size) {
  return samples <= batch_size || samples % batch_size == 0;
}

}  // namespace

void check_batches(Index samples, Index others, Index batch_size) {
  if (batch_size < 1 || (alike(samples, batch_size) && alike(others, batch_size))) return;
  std::string sizes;
  const Index most = std::max(samples, others);
  for (Index size = 1; size <= most; ++size) {
    if (alike(samples, size) && alike(others, size)) {
      sizes += (sizes.empty() ? "" : ", ") + std::to_string(size);
    }
  }
  const Index uneven = alike(samples, batch_size) ? others : samples;
  require(false, "expected a batchSize that shares ", uneven,
          " samples out evenly, for the states that layers carry: one of ", sizes, "; got ",
          batch_size);
}

PassingStates::PassingStates(Sequential& model, Index samples, Index batch_size)
    : model_(model), streams_(false), began_in_training_(model.in_training()) {
  if (!model.network().stateful()) return;
  check_batches(samples, 0, batch_size);
  if (model.in_training()) {
    states_ = model.network().zero_states();
  } else {
    model.check_carried(std::min(samples, batch_size));
    states_ = model.states();
    model.network().keep_stateful(*states_);
  }
}

PassingStates::PassingStates(Sequential& model, States states)
    : model_(model),
      streams_(true),
      began_in_training_(model.in_training()),
      states_(std::move(states)) {}

bool PassingStates::looks() const { return began_in_training_ || model_.in_training(); }

void PassingStates::batch_done(bool last) {
  if (!states_) return;
  if (!streams_) model_.network().keep_stateful(*states_);
  if (!last) return;
  if (streams_) {
    model_.keep_streamed(*states_, looks());
  } else if (!looks()) {
    model_.set_states(*states_);
  }
}

void PassingStates::restart() {
  if (states_) reset(*states_);
}

}  // namespace lstm
