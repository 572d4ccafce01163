// Convolutions: a linear map of each window of a sequence or of an image.
#pragma once

#include <array>

#include "lstm/activation_kind.hpp"
#include "lstm/layer_config.hpp"
#include "lstm/padding.hpp"

namespace lstm {

// Over the steps of a sequence, with x_t zeros where the padding has them:
//
//   forward:   y_t = sum_k W_k x_(t * strides + k * dilation_rate - before) + b
//   backward:  d_W_k += sum_t d_y_t x_(...)^T,  d_b += sum_t d_y_t,  d_x_(...) += W_k^T d_y_t
//
// A sequence that ends before the batch's longest is convolved as if it were alone; other masks are
// passed over, as in Keras, and go no further.
//
// Parameters: weight [filters, C, kernel_size] (Glorot uniform), bias [filters] (zeros).
//
// Throws std::invalid_argument for tokens, no sequence or one shorter than a window,
// std::out_of_range for filters, sizes, strides or rates < 1, for windows of more than 65536
// steps, and for strides of a dilated kernel.
struct Conv1DConfig {
  static const LayerKind kind;

  Index filters = 0;
  Index kernel_size = 0;
  Index strides = 1;
  Padding padding = Padding::valid;
  Index dilation_rate = 1;
  ActivationKind activation = ActivationKind::linear;
  bool use_bias = true;
  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};

// The same over the pixels of images [height, width, channels], down and across; also of images at
// every step. Parameters: weight [filters, C, height, width of the kernel], bias [filters].
struct Conv2DConfig {
  static const LayerKind kind;

  Index filters = 0;
  std::array<Index, 2> kernel_size = {};
  std::array<Index, 2> strides = {1, 1};
  Padding padding = Padding::valid;  // no causal
  std::array<Index, 2> dilation_rate = {1, 1};
  ActivationKind activation = ActivationKind::linear;
  bool use_bias = true;
  Signature input_shape = {};  // of a first layer
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
