#include "layers/layer.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

void require_follows(const Signature& input, const std::string& layer) {
  require(!input.tokens && input.features >= 1, "expected '", layer, "' to follow another layer");
}

std::span<const Flag> masked(const Layer& layer, const Activations& x, std::vector<Flag>& memory) {
  memory.assign(static_cast<std::size_t>(x.time * x.batch), 1);
  std::ranges::copy(x.mask, memory.begin());
  layer.mask_out(x, memory);
  if (std::ranges::count(memory, Flag{0}) == 0) return {};
  return memory;
}

}  // namespace lstm
