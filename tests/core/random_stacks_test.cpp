// Stacks of layers that chance puts together: every gradient of each is right.
#include <doctest/doctest.h>

#include <algorithm>

#include "every_cell.hpp"
#include "gradient_check.hpp"

using namespace lstm;

namespace {

struct Chance {
  Random random;

  bool toss() { return random.below(2) == 1; }
  Index of(Index least, Index most) { return least + random.below(most - least + 1); }
  float rate() { return toss() ? 0.3f * static_cast<float>(random.uniform()) : 0.0f; }

  // Of a recurrent layer at every step.
  LstmConfig options() {
    return {.units = of(1, 6),
            .return_sequences = true,
            .go_backwards = toss(),
            .use_bias = of(0, 3) > 0,
            .unit_forget_bias = toss(),
            .dropout = rate(),
            .recurrent_dropout = rate()};
  }

  LayerConfig recurrent(const LstmConfig& options) { return every_cell[of(0, 3)](options); }

  BidirectionalConfig bidirectional(LstmConfig options) {
    options.go_backwards = false;
    return {recurrent(options), static_cast<MergeMode>(of(0, 3))};
  }

  // relu has a kink, where central differences are those of neither side.
  DenseConfig dense() {
    constexpr ActivationKind smooth[] = {ActivationKind::linear, ActivationKind::sigmoid,
                                         ActivationKind::tanh, ActivationKind::softmax};
    return {.units = of(1, 6), .activation = smooth[of(0, 3)], .use_bias = of(0, 3) > 0};
  }

  LayerConfig middle() {
    switch (of(0, 5)) {
      case 0:
      case 1:
        return recurrent(options());
      case 2:
        return bidirectional(options());
      case 3:
        return dense();
      case 4:
        return DropoutConfig{rate()};
      default:
        // Of a single number nothing would be left, and of two little but its sign.
        return LayerNormalizationConfig{.epsilon = 0.1f};
    }
  }

  // The last one decides whether there is an output a step or a sample.
  void end_sequence(std::vector<LayerConfig>& layers) {
    LstmConfig last = options();
    last.return_sequences = false;
    if (toss()) {
      layers.push_back(recurrent(last));
    } else {
      layers.push_back(bidirectional(last));
    }
  }

  DenseConfig head_of(LossKind loss) {
    if (loss == LossKind::binary_crossentropy) return {of(1, 3), ActivationKind::sigmoid};
    if (takes_logits(loss)) return {of(2, 4), ActivationKind::softmax};
    return {of(1, 3), toss() ? ActivationKind::tanh : ActivationKind::linear};
  }

  Problem problem() {
    Problem p;
    p.loss = static_cast<LossKind>(of(0, 4));
    p.time = of(2, 6);
    p.samples = of(1, 5);
    p.weighted = p.samples > 1 && toss();
    p.training = toss();
    if (toss()) {
      p.layers.push_back(EmbeddingConfig{vocabulary, of(1, 5), toss()});
    } else {
      LstmConfig first = options();
      first.input_features = input_features;
      p.layers.push_back(recurrent(first));
    }
    for (Index n = of(0, 3); n > 0; --n) p.layers.push_back(middle());
    if (toss()) end_sequence(p.layers);
    p.layers.push_back(head_of(p.loss));
    return p;
  }
};

}  // namespace

TEST_CASE("every gradient of random stacks equals its central difference") {
  for (std::uint64_t n = 0; n < 150; ++n) {
    CAPTURE(n);
    const auto differences = gradient_differences(Chance{Random(n)}.problem());
    double largest = 0;  // of the whole stack: a tensor's own may be nothing but rounding
    for (const auto& one : differences) largest = std::max(largest, one.largest);
    for (const auto& one : differences) {
      CAPTURE(one.tensor);
      CHECK(one.worst <= gradient_tolerance * largest);
    }
  }
}
