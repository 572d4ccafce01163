// What a network carries from call to call as tensors: for files, and for who uses the library.
#pragma once

#include <span>
#include <vector>

#include "lstm/state.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

class Network;

// Of every layer that has a state, [B, F] a part, as '<layer>.h' and so on; nothing where all of
// them are zeros.
std::vector<NamedTensor> named_states(const Network& network, const States& states);

// Of nothing, zeros. Throws std::invalid_argument for a name that is missing or unknown, and for a
// wrong shape.
States states_of(const Network& network, std::span<const NamedTensor> tensors);

}  // namespace lstm
