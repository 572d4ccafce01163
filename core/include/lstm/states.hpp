// What a network carries from call to call, and the same as tensors: for files, and for who uses
// the library.
#pragma once

#include <span>
#include <vector>

#include "lstm/tensor.hpp"

namespace lstm {

class Network;

// Of a layer: [B, H] of each part that its cell has, h first; or empty for zeros. Of a
// bidirectional one [B, 2H]: the forward half's columns, then the backward half's.
using State = std::vector<std::vector<float>>;

// Of every layer, with no parts where it has none.
using States = std::vector<State>;

// Back to zeros, in the memory they have.
void reset(State& state);
void reset(States& states);

// Of every layer that has a state, [B, F] a part, as '<layer>.h' and so on; nothing where all of
// them are zeros.
std::vector<NamedTensor> named_states(const Network& network, const States& states);

// Of nothing, zeros. Throws std::invalid_argument for a name that is missing or unknown, and for a
// wrong shape.
States states_of(const Network& network, std::span<const NamedTensor> tensors);

}  // namespace lstm
