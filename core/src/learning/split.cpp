#include "lstm/split.hpp"

#include <cmath>

#include "lstm/error.hpp"
#include "lstm/steps.hpp"

namespace lstm {

std::pair<Tensor, Tensor> validation_split(const Tensor& tensor, double share) {
  require_range(share > 0 && share < 1, "expected validationSplit in (0, 1), got ", share);
  check_size(tensor, "the data to split");
  const Index samples = tensor.shape.empty() ? 0 : tensor.shape.front();
  const auto first = static_cast<Index>(std::floor(static_cast<double>(samples) * (1 - share)));
  require(first > 0 && first < samples,
          "expected validationSplit to leave samples on both sides, got ", share, " of ", samples);

  const Steps steps = tensor.ragged() ? Steps(tensor) : Steps(samples, 1);
  const auto part = [&](Index from, Index to) {
    return std::visit(
        [&](const auto& data) {
          const auto row = static_cast<std::ptrdiff_t>(data.size()) / steps.total();
          Tensor result{tensor.shape, std::vector(data.begin() + steps.begin(from) * row,
                                                  data.begin() + steps.begin(to) * row)};
          result.shape.front() = to - from;
          if (tensor.ragged()) {
            result.lengths.assign(tensor.lengths.begin() + from, tensor.lengths.begin() + to);
          }
          return result;
        },
        tensor.data);
  };
  return {part(0, first), part(first, samples)};
}

}  // namespace lstm
