#include "lstm/shapes.hpp"

#include <algorithm>

#include "layers/kind.hpp"
#include "layers/rearranged.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// Steps, where there are any, and what a step has.
std::vector<Index> fixed_axes(const Signature& input, const std::string& layer) {
  require_numbers(input, layer);
  require(!input.sequence || input.time > 0, "expected a fixed number of steps as input of '",
          layer, "', got sequences of any length (inputShape can say how many)");
  const std::vector<Index> axes = axes_of(input);
  require_range(element_count(axes) <= largest_size, "expected at most ", largest_size,
                " numbers a sample as input of '", layer, "', got ", axes);
  return axes;
}

Arrangement arranged(const FlattenConfig& c, const Signature& input) {
  const Index size = element_count(fixed_axes(input, c.name));
  return {{.features = size}, {{size, 1}}};
}

Arrangement arranged(const ReshapeConfig& c, const Signature& input) {
  const Index size = element_count(fixed_axes(input, c.name));
  std::vector<Index> shape = c.target_shape;
  const auto open = std::ranges::find(shape, Index{0});
  if (open != shape.end()) {
    *open = 1;
    *open = size / std::max(element_count(shape), Index{1});
  }
  const Signature output = signature_of(shape);
  require(output.features > 0 && element_count(shape) == size, "expected targetShape of '", c.name,
          "' to have 1 to 4 axes and ", size, " numbers, got ", c.target_shape);
  return {output, {{size, 1}}};
}

Arrangement arranged(const PermuteConfig& c, const Signature& input) {
  const std::vector<Index> shape = fixed_axes(input, c.name);
  std::vector<Run> axes;
  Index stride = element_count(shape);
  for (const Index size : shape) axes.push_back({size, stride /= size});

  std::vector<Index> output;
  std::vector<Run> permuted;
  std::size_t seen = 0;  // a bit for each axis
  for (const Index dim : c.dims) {
    const auto n = static_cast<std::size_t>(dim - 1);
    if (n >= axes.size()) break;
    seen |= std::size_t{1} << n;
    output.push_back(shape[n]);
    permuted.push_back(axes[n]);
  }
  const bool all = c.dims.size() == axes.size() && seen + 1 == std::size_t{1} << axes.size();
  require(all, "expected dims of '", c.name, "' to be 1 to ", axes.size(), " in some order, got ",
          c.dims);
  return {signature_of(output), permuted};
}

Arrangement arranged(const RepeatVectorConfig& c, const Signature& input) {
  require_vectors(input, c.name);
  require(!input.sequence, "expected one vector a sample as input of '", c.name,
          "', got a sequence");
  check_extent(c.n, "n", c.name);
  return {{.features = input.features, .sequence = true, .time = c.n},
          {{c.n, 0}, {input.features, 1}}};
}

template <class Config>
constexpr LayerKind rearranging(const char* type, const char* stem, const char* title) {
  return kind_of<Config>(
      type, stem, title,
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        const Signature& input = inputs.front();
        chain.push_back(std::make_unique<Rearranged>(config.name(), input,
                                                     arranged(config.is<Config>(), input)));
      });
}

}  // namespace

static void fields(Fields& visit, FlattenConfig& c) { shape_fields(visit, c, any_shape); }

static void fields(Fields& visit, ReshapeConfig& c) {
  visit("targetShape", c.target_shape);
  shape_fields(visit, c, any_shape);
}

static void fields(Fields& visit, PermuteConfig& c) {
  visit("dims", c.dims);
  shape_fields(visit, c, any_shape);
}

static void fields(Fields& visit, RepeatVectorConfig& c) {
  visit("n", c.n);
  shape_fields(visit, c, vector_shape);
}

const LayerKind FlattenConfig::kind = rearranging<FlattenConfig>("flatten", "flatten", "Flatten");
const LayerKind ReshapeConfig::kind = rearranging<ReshapeConfig>("reshape", "reshape", "Reshape");
const LayerKind PermuteConfig::kind = rearranging<PermuteConfig>("permute", "permute", "Permute");
const LayerKind RepeatVectorConfig::kind =
    rearranging<RepeatVectorConfig>("repeatVector", "repeat_vector", "RepeatVector");

}  // namespace lstm
