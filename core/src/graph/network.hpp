// A stack of layers over one block of parameters.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "layers/kind.hpp"
#include "layers/layer.hpp"
#include "lstm/layer_config.hpp"

namespace lstm {

class Network {
 public:
  // Builds and initialises. A layer without a name gets Keras's: lstm, lstm_1, ...
  // Throws std::invalid_argument for no layer or more than 1000, two of one name, a name that
  // begins with __, or neighbours that do not fit.
  Network(std::vector<LayerConfig> configs, Random& random);

  // What the weights of such a network would be: nothing is allocated for them.
  static std::vector<ParameterSpec> parameter_specs(std::vector<LayerConfig> configs);

  // The layers, with the names that they got.
  const std::vector<LayerConfig>& configs() const { return configs_; }

  // The n-th of the layers that ran as one: an activation counts as a layer of its own.
  const Layer& layer(std::size_t n) const { return *layers_[n]; }

  // What a layer of that name gives. Throws std::invalid_argument where there is none.
  Signature output_of(const std::string& layer) const;

  // Whether a layer learns, from the next step on. Throws std::invalid_argument where there is none
  // of that name.
  void set_trainable(const std::string& layer, bool trainable);

  // The same layers over the same weights, with gradients and buffers of their own.
  Network replica() const;

  // The first layer's input: features counts the known tokens where tokens flow.
  const Signature& input() const { return input_; }
  const std::string& input_name() const { return layers_.front()->name(); }
  Signature output() const { return layers_.back()->output(); }

  // The activation that the stack ends with.
  ActivationKind head() const;

  // Whoever may write gets them from here, each time anew: layers, also a replica's, then drop what
  // they keep of them.
  Parameters& parameters();
  const Parameters& parameters() const { return parameters_; }
  void zero_gradients() { parameters_.zero_gradients(); }
  void add_gradients(const Network& replica) { parameters_.add_gradients(replica.parameters_); }

  // Of the layers that have a state, by themselves or where they are given one.
  States zero_states() const;
  bool stateful() const;                     // does any layer carry one by itself?
  void keep_stateful(States& states) const;  // zeros for the others
  // How many sequences they are of; 0: zeros. Throws std::invalid_argument where sizes do not fit.
  Index sequences(const States& states) const;

  // Sets to 0 the steps of such inputs that are padding.
  void mask_out(const Activations& x, std::span<Flag> mask) const;
  // Are the outputs of a sequence in the other order than its inputs?
  bool turns() const;

  // Output rows that count, padding left out.
  Index unmasked_rows(const Activations& x);

  // With or without the final activation. The result lives until the next forward. `random` is
  // given in training, and only there: dropout draws from it.
  enum class Until { head, logits };
  Activations forward(const Activations& x, States* states, Until until, Random* random = nullptr);

  // After a forward: adds dL/dw to the gradients, given dL/dy of what that forward returned. It
  // goes no further down than to the lowest layer that learns.
  void backward(View d_y);

  // To look into after a forward. A bidirectional layer gives its two halves.
  std::vector<const Recurrent*> recurrent() const;

 private:
  explicit Network(std::vector<LayerConfig> configs);  // its layers, before they have weights
  bool learns(const Layer& layer) const;
  void bind();
  void add(const LayerConfig& config);
  void fold_tables();
  std::vector<ParameterSpec> specs() const;
  void drop_outdated();

  std::vector<LayerConfig> configs_;
  Signature input_;
  Chain layers_;
  std::vector<Activations> flow_;  // the input of each layer that ran, then the output
  std::vector<Flag> mask_;         // [T * B] of unmasked_rows
  Parameters parameters_;
  std::size_t lowest_ = 0;  // of the layers that learn; their number where none does
  unsigned version_ = 0;    // of the weights that the layers have seen
};

}  // namespace lstm
