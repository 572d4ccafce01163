// An activation as a layer of its own.
#pragma once

#include "lstm/activation_kind.hpp"
#include "lstm/layer_config.hpp"

namespace lstm {

// forward and backward: as activation_kind.hpp says.
//
// Throws std::invalid_argument for a first layer.
struct ActivationConfig {
  static const LayerKind kind;

  ActivationKind activation = ActivationKind::linear;
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
