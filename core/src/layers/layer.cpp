#include "layers/layer.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

void require_follows(const Signature& input, const std::string& layer) {
  require(!input.tokens && input.features >= 1, "expected '", layer, "' to follow another layer");
}

void require_numbers(const Signature& input, const std::string& layer) {
  require(!input.tokens && input.features >= 1, "expected '", layer,
          "' to follow another layer or to have inputShape");
}

void require_vectors(const Signature& input, const std::string& layer) {
  require_numbers(input, layer);
  require(input.axes.empty(), "expected one vector at a time as input of '", layer, "', got ",
          std::vector<Index>(input.axes.begin(), input.axes.end()), " (flatten makes one)");
}

void require_sequence(const Signature& input, const std::string& layer) {
  require_vectors(input, layer);
  require(input.sequence, "expected a sequence as input of '", layer,
          "', got one vector a sample (does the layer before it lack returnSequences?)");
}

void require_stepwise(bool ok, const std::string& layer, const char* why) {
  require(ok, "expected layers that read step by step in stream(), got '", layer, "', which ", why);
}

Activations Layer::forth_alone(const Activations& x, Random* random) {
  Activations y;
  forth({{&x, 1}, {&y, 1}, nullptr, random});
  return y;
}

View Layer::back_alone(const Activations& x, View d_y, bool want_d_x) {
  const Flag wanted = want_d_x;
  View d_x;
  back({{&x, 1}, {&d_y, 1}, {&d_x, 1}, {&wanted, 1}});
  return d_x;
}

std::span<const Flag> masked(const Layer& layer, const Activations& x, std::vector<Flag>& memory) {
  memory.assign(static_cast<std::size_t>(x.time * x.batch), 1);
  std::ranges::copy(x.mask, memory.begin());
  layer.mask_out(x, memory);
  if (std::ranges::count(memory, Flag{0}) == 0) return {};
  return memory;
}

void mask_by(std::span<const Index> lengths, Index T, std::vector<Flag>& mask) {
  mask.clear();
  for (Index t = 0; t < T; ++t) {
    for (const Index length : lengths) mask.push_back(t < length);
  }
}

}  // namespace lstm
