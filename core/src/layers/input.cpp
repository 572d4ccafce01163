// What stands in a graph's list of layers and is none by itself: an input, and a layer once more.
#include "layers/kind.hpp"
#include "lstm/error.hpp"
#include "lstm/graph.hpp"

namespace lstm {

namespace {

[[noreturn]] void refuse(const LayerConfig& config, std::span<const Signature>, Chain&) {
  throw std::invalid_argument(
      message("expected '", config.name(), "' in model(), among what its outputs come from"));
}

constexpr const char* types[] = {"float32", "int32"};

}  // namespace

static void fields(Fields& visit, InputConfig& c) {
  visit("dtype", c.tokens, types);
  visit("shape", c.shape, any_shape.words, any_shape.most_axes);
  visit("name", c.name);
}

static void fields(Fields& visit, SharedConfig& c) {
  visit("of", c.of);
  visit("name", c.name);
}

template <class Config>
static LayerKind part_of_graph(const char* type, const char* title) {
  LayerKind kind = kind_of<Config>(type, type, title, refuse);
  kind.made = false;
  return kind;
}

const LayerKind InputConfig::kind = part_of_graph<InputConfig>("input", "Input");
const LayerKind SharedConfig::kind = part_of_graph<SharedConfig>("shared", "Shared");

}  // namespace lstm
