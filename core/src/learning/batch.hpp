// Some samples, as a model takes them.
#pragma once

#include "layers/layer.hpp"
#include "lstm/loss.hpp"

namespace lstm {

struct Batch {
  Activations x;
  Targets y;
};

}  // namespace lstm
