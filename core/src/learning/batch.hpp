// Some samples, as a model takes them.
#pragma once

#include "layers/layer.hpp"
#include "lstm/loss.hpp"

namespace lstm {

// What each input reads, and what each output should give.
struct Batch {
  std::span<const Activations> x;
  std::span<const Targets> y;

  Index samples() const { return x.front().batch; }
};

// Of a model of one input and one output.
struct SingleBatch {
  Activations x;
  Targets y;

  operator Batch() const { return {{&x, 1}, {&y, 1}}; }
};

}  // namespace lstm
