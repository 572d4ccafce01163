// What samples count by their class.
#pragma once

#include <map>

#include "lstm/loss.hpp"

namespace lstm {

// Sample weights by the class of each target, where `weight_of` has it, else 1: [N, (T)]. Classes
// are the sparse cross-entropy's labels, the largest of a categorical target, 1 of a binary one
// above 1/2. Throws std::invalid_argument for the other losses, several binary targets a row, a
// negative class or a weight that is not finite.
Tensor class_weights(LossKind loss, const Tensor& y, const std::map<Token, float>& weight_of);

}  // namespace lstm
