// Pooling: of the rows in a window the largest or the mean of each number.
#pragma once

#include <array>
#include <optional>

#include "lstm/layer_config.hpp"
#include "lstm/padding.hpp"

namespace lstm {

// The rows x_w of a window that there are, none of them zeros of the padding, W of them:
//
//   max       y = max_w x_w        d_x += d_y where x_w was the largest, the first of equals
//   average   y = sum_w x_w / W    d_x += d_y / W
//
// Over the steps of sequences, or over the pixels of images [height, width, channels]. A sequence
// that ends before the batch's longest is pooled up to its own end; other masks are passed over,
// and go no further.
//
// Throws std::invalid_argument for tokens, other axes or an input smaller than a window,
// std::out_of_range for sizes or strides < 1 and windows of more than 65536 steps.
enum class PoolKind { max, average };

template <PoolKind pool>
struct Pooling1DConfig {
  static const LayerKind kind;

  Index pool_size = 2;
  std::optional<Index> strides = {};  // pool_size
  Padding padding = Padding::valid;   // no causal
  Signature input_shape = {};         // of a first layer
  std::string name = {};
  bool trainable = true;
};
using MaxPooling1DConfig = Pooling1DConfig<PoolKind::max>;
using AveragePooling1DConfig = Pooling1DConfig<PoolKind::average>;

template <PoolKind pool>
struct Pooling2DConfig {
  static const LayerKind kind;

  std::array<Index, 2> pool_size = {2, 2};
  std::array<Index, 2> strides = {};  // zeros: pool_size
  Padding padding = Padding::valid;   // no causal
  Signature input_shape = {};         // of a first layer
  std::string name = {};
  bool trainable = true;
};
using MaxPooling2DConfig = Pooling2DConfig<PoolKind::max>;
using AveragePooling2DConfig = Pooling2DConfig<PoolKind::average>;

// All steps are one window: [B, T, F] to [B, F]. As in Keras the mean is that of the steps which no
// mask leaves out, the largest that of all up to the sequence's end.
template <PoolKind pool>
struct GlobalPooling1DConfig {
  static const LayerKind kind;

  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};
using GlobalMaxPooling1DConfig = GlobalPooling1DConfig<PoolKind::max>;
using GlobalAveragePooling1DConfig = GlobalPooling1DConfig<PoolKind::average>;

template <>
const LayerKind MaxPooling1DConfig::kind;
template <>
const LayerKind AveragePooling1DConfig::kind;
template <>
const LayerKind MaxPooling2DConfig::kind;
template <>
const LayerKind AveragePooling2DConfig::kind;
template <>
const LayerKind GlobalMaxPooling1DConfig::kind;
template <>
const LayerKind GlobalAveragePooling1DConfig::kind;

// Rows of zeros before and after a sequence: T steps become before + T + after.
//
// Throws std::invalid_argument unless the input is a sequence.
struct ZeroPadding1DConfig {
  static const LayerKind kind;

  std::array<Index, 2> padding = {1, 1};  // before and after
  Signature input_shape = {};             // of a first layer
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
