// A stack of every layer, for tests of what is to hold for each.
#pragma once

#include <vector>

#include "every_cell.hpp"

// Tokens below 11 to one of 3 classes; `sequences`, which gives some, is in there twice, and the
// like of it by every other cell.
inline std::vector<lstm::LayerConfig> every_layer(const lstm::LstmConfig& sequences) {
  return {lstm::EmbeddingConfig{11, 6, true},
          lstm::DropoutConfig{0.2f},
          sequences,
          lstm::BidirectionalConfig{sequences, lstm::MergeMode::sum},
          lstm::LayerNormalizationConfig{},
          like<lstm::GruConfig>(sequences),
          lstm::BidirectionalConfig{gru_reset_before(sequences)},
          like<lstm::SimpleRnnConfig>(sequences),
          lstm::LstmConfig{.units = 4,
                           .activation = lstm::CellActivation::softsign,
                           .recurrent_activation = lstm::CellActivation::hard_sigmoid,
                           .go_backwards = true,
                           .use_bias = false},
          lstm::DenseConfig{3, lstm::ActivationKind::softmax}};
}
