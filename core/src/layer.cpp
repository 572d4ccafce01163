#include "lstm/layer.hpp"

#include "lstm/error.hpp"

namespace lstm {

void require_follows(const Signature& input, const std::string& layer) {
  require(!input.tokens && input.features >= 1, "expected '", layer, "' to follow another layer");
}

}  // namespace lstm
