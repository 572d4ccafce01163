// A network's weights by the names and in the layouts of a PyTorch state dict.
#pragma once

#include <span>
#include <vector>

#include "lstm/parameters.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

class Network;

// A bias for which PyTorch has two is given as bias_ih, beside a bias_hh of zeros.
std::vector<NamedTensor> state_dict(const Network& network);

// Throws std::invalid_argument for a name that is missing, unknown or there twice, and for a wrong
// shape.
void check_state_dict(std::span<const ParameterSpec> specs, std::span<const NamedTensor> dict);

// The bias becomes the sum of both. Checks as above; the weights stay as they were where it throws.
void load_state_dict(Network& network, std::span<const NamedTensor> dict);

// Where a dict and a model differ. Each name of the dict, and each of the model, is in one list.
struct StateDictReport {
  std::vector<std::string> loaded, missing, unexpected;
  std::vector<std::string> mismatched;  // of another shape, or one of two biases alone: left
};

// Takes what fits by name and shape, of an LSTM's two biases both or none, and leaves the rest.
// Throws std::invalid_argument for a name that is there twice.
StateDictReport load_what_fits(Network& network, std::span<const NamedTensor> dict);

}  // namespace lstm
