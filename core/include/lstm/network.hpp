// A stack of layers over one block of parameters.
#pragma once

#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "lstm/dense.hpp"
#include "lstm/embedding.hpp"
#include "lstm/lstm.hpp"

namespace lstm {

using LayerConfig = std::variant<EmbeddingConfig, LstmConfig, DenseConfig>;

// What every layer carries from call to call; empty ones stand for zeros.
using States = std::vector<State>;

// Back to zeros, in the memory they have.
void reset(States& states);

class Network {
 public:
  // Builds and initialises. A layer without a name gets Keras's: lstm, lstm_1, ...
  // Throws std::invalid_argument for no layer, two of one name, or neighbours that do not fit.
  Network(std::vector<LayerConfig> configs, Random& random);

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
  States zero_states() const { return States(layers_.size()); }

  // With or without the final activation. The result lives until the next forward.
  enum class Until { head, logits };
  Activations forward(const Activations& x, States* states, Until until);

  // After a forward: adds dL/dw to the gradients, given dL/dy of what that forward returned.
  void backward(View d_y);

 private:
  Network(std::vector<LayerConfig> configs, std::optional<Parameters> shared);
  void add(const LayerConfig& config);
  std::vector<ParameterSpec> specs() const;
  void drop_outdated();

  std::vector<LayerConfig> configs_;
  Signature input_;
  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<Activations> flow_;  // the input of each layer that ran, then the output
  Parameters parameters_;
  unsigned version_ = 0;  // of the weights that the layers have seen
};

}  // namespace lstm
