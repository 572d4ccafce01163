// A stack of every layer, for tests of what is to hold for each.
#pragma once

#include <vector>

#include "every_cell.hpp"

// Tokens below 11 to one of 3 classes; `sequences`, which gives some, is in there twice, and what
// is like it of every other cell.
inline std::vector<lstm::LayerConfig> every_layer(const lstm::LstmConfig& sequences) {
  return {lstm::EmbeddingConfig{11, 6, true},
          lstm::DropoutConfig{0.2f},
          sequences,
          lstm::BidirectionalConfig{sequences, lstm::MergeMode::sum},
          lstm::LayerNormalizationConfig{},
          every_cell[1](sequences),
          lstm::BidirectionalConfig{every_cell[2](sequences)},
          every_cell[3](sequences),
          lstm::LstmConfig{.units = 4,
                           .activation = lstm::CellActivation::softsign,
                           .recurrent_activation = lstm::CellActivation::hard_sigmoid,
                           .go_backwards = true,
                           .use_bias = false},
          lstm::DenseConfig{3, lstm::ActivationKind::softmax}};
}
