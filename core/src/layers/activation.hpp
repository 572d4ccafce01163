// What a layer's outputs go through, as a layer of its own.
#pragma once

#include "layers/kind.hpp"
#include "numbers/fields.hpp"

namespace lstm {

// As users know it: softmax.
const char* name_of(ActivationKind kind);
void activation_field(Fields& visit, ActivationKind& kind);
// To the chain whose last layer is to go through it: a layer of its own, which a loss may do
// without; linear adds nothing.
void add_activation(ActivationKind kind, const std::string& layer, Chain& chain);

class Activation : public Through {
 public:
  Activation(ActivationKind kind, std::string name, const Signature& input)
      : Through(std::move(name)), kind_(kind), signature_(input) {}

  std::optional<ActivationKind> activation() const override { return kind_; }
  Signature output() const override { return signature_; }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  ActivationKind kind_;
  Signature signature_;
  Buffer y_;     // [T * B, F]
  View last_y_;  // a row for each last axis
};

}  // namespace lstm
