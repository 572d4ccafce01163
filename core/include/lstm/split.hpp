// A data set's last part, set aside for validation.
#pragma once

#include <utility>

#include "lstm/tensor.hpp"

namespace lstm {

// The first floor(N (1 - share)) samples of a tensor [N, ...] and the rest, in their order, as
// Keras splits them. Of inputs, targets and sample weights alike. Throws std::out_of_range unless
// 0 < share < 1, std::invalid_argument where a part would be empty.
std::pair<Tensor, Tensor> validation_split(const Tensor& tensor, double share);

}  // namespace lstm
