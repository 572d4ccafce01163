// The states with which a model reads data that it does not learn from, batch by batch.
#pragma once

#include "lstm/sequential.hpp"

namespace lstm {

// Those that the model carries, which it then goes on from; while it is being trained zeros, and
// nobody goes on from them: looking does not change learning. The model must outlive it.
class PassingStates {
 public:
  // Throws std::invalid_argument where a stateful layer would meet a last batch of another size.
  PassingStates(Sequential& model, Index samples, Index batch_size);

  // With these, whatever the model carries: every layer that has a state goes on from batch to
  // batch.
  PassingStates(Sequential& model, States states);

  States* now() { return states_ ? &*states_ : nullptr; }  // null: no layer carries any
  void batch_done(bool last);                              // the model goes on from the last one's
  void restart();                                          // at zeros

 private:
  bool looks() const;  // is, or was when it began, the model being trained?

  Sequential& model_;
  bool streams_, began_in_training_;
  std::optional<States> states_;
};

// Throws std::invalid_argument unless batches of that size are all alike, as stateful layers need
// them, or there is one. Of two data sets (none: 0) the sizes that are named fit both.
void check_batches(Index samples, Index others, Index batch_size);

}  // namespace lstm
