#include "lstm/shapes.hpp"

#include <algorithm>
#include <numeric>

#include "layers/kind.hpp"
#include "layers/rearranged.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

Index size_of(const std::vector<Index>& shape) {
  return std::accumulate(shape.begin(), shape.end(), Index{1}, std::multiplies<>());
}

// Steps, where there are any, and what a step has.
std::vector<Index> fixed_axes(const Signature& input, const std::string& layer) {
  require_numbers(input, layer);
  require(!input.sequence || input.time > 0, "expected a fixed number of steps as input of '",
          layer, "', got sequences of any length (inputShape can say how many)");
  return axes_of(input);
}

std::unique_ptr<Layer> made(const FlattenConfig& c, const Signature& input) {
  const Index size = size_of(fixed_axes(input, c.name));
  return std::make_unique<Rearranged>(c.name, input, Signature{.features = size});
}

std::unique_ptr<Layer> made(const ReshapeConfig& c, const Signature& input) {
  const Index size = size_of(fixed_axes(input, c.name));
  std::vector<Index> shape = c.target_shape;
  const auto open = std::ranges::find(shape, Index{0});
  if (open != shape.end()) {
    *open = 1;
    const Index others = std::max(element_count(shape), Index{1});
    *open = size / others;
  }
  const Signature output = signature_of(shape);
  require(output.features > 0 && size_of(axes_of(output)) == size, "expected targetShape of '",
          c.name, "' to have 1 to 4 axes and ", size, " numbers, got ", c.target_shape);
  return std::make_unique<Rearranged>(c.name, input, output);
}

// For each number of the output where it is in the input.
std::vector<Index> permutation(const std::vector<Index>& shape, const std::vector<Index>& dims) {
  std::vector<Index> from{0};
  for (const Index dim : dims) {  // one axis more, the last one the fastest
    const auto axis = static_cast<std::size_t>(dim - 1);
    const Index stride = size_of({shape.begin() + dim, shape.end()});
    std::vector<Index> more;
    for (const Index at : from) {
      for (Index n = 0; n < shape[axis]; ++n) more.push_back(at + n * stride);
    }
    from = std::move(more);
  }
  return from;
}

std::unique_ptr<Layer> made(const PermuteConfig& c, const Signature& input) {
  const std::vector<Index> shape = fixed_axes(input, c.name);
  std::vector<Index> all(shape.size()), sorted = c.dims, permuted;
  std::iota(all.begin(), all.end(), Index{1});
  std::ranges::sort(sorted);
  require(sorted == all, "expected dims of '", c.name, "' to be an order of ", all, ", got ",
          c.dims);
  for (const Index dim : c.dims) permuted.push_back(shape[static_cast<std::size_t>(dim - 1)]);
  return std::make_unique<Rearranged>(c.name, input, signature_of(permuted), Index{1},
                                      permutation(shape, c.dims));
}

std::unique_ptr<Layer> made(const RepeatVectorConfig& c, const Signature& input) {
  require_vectors(input, c.name);
  require(!input.sequence, "expected one vector a sample as input of '", c.name,
          "', got a sequence");
  check_extent(c.n, "n", c.name);
  const Signature output{.features = input.features, .sequence = true, .time = c.n};
  return std::make_unique<Rearranged>(c.name, input, output, input.features,
                                      std::vector<Index>(static_cast<std::size_t>(c.n)));
}

template <class Config>
constexpr LayerKind rearranging(const char* type, const char* stem, const char* title) {
  return kind_of<Config>(type, stem, title,
                         [](const LayerConfig& config, const Signature& input, Chain& chain) {
                           chain.push_back(made(*config.as<Config>(), input));
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
