// Stacks of layers that chance puts together, step by step and as a whole.
#include <doctest/doctest.h>

#include "every_cell.hpp"
#include "streamed.hpp"

using namespace lstm;

namespace {

struct Chance {
  Random random;

  bool toss() { return random.below(2) == 1; }
  Index of(Index least, Index most) { return least + random.below(most - least + 1); }

  LayerConfig recurrent(bool all) {
    return every_cell[of(0, 3)]({.units = of(1, 6), .return_sequences = all, .dropout = 0.1f});
  }

  LayerConfig layer() {
    switch (of(0, 8)) {
      case 0:
        return convolution(of(1, 3), of(1, 2), toss() ? Padding::valid : Padding::causal, 1);
      case 1:
        return convolution(of(1, 3), 1, Padding::causal, of(1, 3));
      case 2:
        return MaxPooling1DConfig{.pool_size = of(1, 3), .strides = of(1, 3)};
      case 3:
        return AveragePooling1DConfig{.pool_size = of(1, 2)};
      case 4:
        return DenseConfig{.units = of(1, 5), .activation = ActivationKind::tanh};
      case 5:
        return LayerNormalizationConfig{.epsilon = 0.1f};
      case 6:
        return BatchNormalizationConfig{};
      default:
        return recurrent(true);
    }
  }

  std::vector<LayerConfig> stack() {
    std::vector<LayerConfig> layers{EmbeddingConfig{5, of(1, 4), toss()}};
    for (Index n = of(1, 5); n > 0; --n) layers.push_back(layer());
    if (toss()) layers.push_back(recurrent(false));
    if (toss()) layers.push_back(DenseConfig{.units = 2, .activation = ActivationKind::softmax});
    return layers;
  }
};

}  // namespace

TEST_CASE("stacks of layers that chance puts together") {
  for (std::uint64_t n = 0; n < 60; ++n) {
    CAPTURE(n);
    check_streams({Chance{Random(n)}.stack()});
  }
}
