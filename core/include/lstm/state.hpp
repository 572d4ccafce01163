// What layers carry from call to call.
#pragma once

#include <vector>

namespace lstm {

// Of a layer: [B, H] of each part that its cell has, h first; or empty for zeros. Of a
// bidirectional one [B, 2H]: the forward half's columns, then the backward half's.
using State = std::vector<std::vector<float>>;

// Of every layer, with no parts where it has none.
using States = std::vector<State>;

// Back to zeros, in the memory they have.
void reset(State& state);
void reset(States& states);

}  // namespace lstm
