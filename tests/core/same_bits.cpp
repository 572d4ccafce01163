// Trains every kind of layer on one, two and three threads, and prints the loss and a sum over all
// weights to the last bit.
#include <cstdio>
#include <numeric>

#include "lstm/parallel.hpp"
#include "lstm/trainer.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

void train(Index threads) {
  const LstmConfig lstm{.units = 24,
                        .return_sequences = true,
                        .stateful = true,
                        .dropout = 0.1f,
                        .recurrent_dropout = 0.1f};
  Sequential model({EmbeddingConfig{23, 20, true}, DropoutConfig{0.1f}, BidirectionalConfig{lstm},
                    LayerNormalizationConfig{}, LstmConfig{.units = 30, .return_sequences = true},
                    GruConfig{.units = 20, .return_sequences = true, .recurrent_dropout = 0.1f},
                    GruConfig{.units = 20, .reset_after = false, .return_sequences = true},
                    SimpleRnnConfig{.units = 20, .return_sequences = true},
                    DenseConfig{23, ActivationKind::softmax}},
                   3, std::make_shared<Pool>(threads));
  model.compile({.loss = LossKind::sparse_categorical_crossentropy, .optimizer = {.clip_norm = 1}});
  const Tensor x{{42, 17}, random_tokens(42 * 17, 23, 9)};
  Trainer trainer(model, model.dataset(x, x), {}, {.epochs = 10, .batch_size = 14});
  while (trainer.step() != FitEvent::done) {
  }
  const auto weights = model.parameters().values();
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::printf("%d: %a %a\n", static_cast<int>(threads), trainer.training().loss(), sum);
}

}  // namespace

int main() {
  for (Index threads = 1; threads <= 3; ++threads) train(threads);
}
