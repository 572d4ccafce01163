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

// Sequences of 12 steps of 4 numbers to one of 3 classes, by every layer that looks at windows,
// changes shapes or draws at random, but for those above.
inline std::vector<lstm::LayerConfig> every_shape() {
  using namespace lstm;
  return {GaussianNoiseConfig{.stddev = 0.1f,
                              .input_shape = {.features = 4, .sequence = true, .time = 12}},
          Conv1DConfig{.filters = 6,
                       .kernel_size = 3,
                       .padding = Padding::same,
                       .activation = ActivationKind::swish},
          BatchNormalizationConfig{},
          SpatialDropout1DConfig{.rate = 0.2f},
          ZeroPadding1DConfig{.padding = {1, 0}},
          MaxPooling1DConfig{.pool_size = 3, .strides = 1},
          AveragePooling1DConfig{.padding = Padding::same},
          TimeDistributedConfig{.layer = DenseConfig{6, ActivationKind::elu}},
          PermuteConfig{.dims = {2, 1}},
          ReshapeConfig{.target_shape = {6, 0, 1}},
          Conv2DConfig{.filters = 3, .kernel_size = {2, 2}},
          MaxPooling2DConfig{.strides = {1, 1}},
          AveragePooling2DConfig{.pool_size = {2, 1}},
          FlattenConfig{},
          ActivationConfig{.activation = ActivationKind::softplus},
          RepeatVectorConfig{.n = 3},
          LstmConfig{.units = 4, .return_sequences = true},
          BidirectionalConfig{GruConfig{.units = 3, .return_sequences = true}},
          GlobalAveragePooling1DConfig{},
          RepeatVectorConfig{.n = 2},
          GlobalMaxPooling1DConfig{},
          DenseConfig{3, ActivationKind::softmax}};
}
