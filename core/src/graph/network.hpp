// Layers over one block of parameters.
#pragma once

#include <string>
#include <vector>

#include "graph/wiring.hpp"

namespace lstm {

// A layer to look into, and what it reads.
struct Looked {
  const Recurrent* layer;
  const Slot* from;
};

// Where numbers come in: an input, or what a layer makes of one whose tokens or padding it knows.
struct Entrance {
  std::size_t input, slot;
};

class Network {
 public:
  // Builds and initialises. A layer without a name gets Keras's: lstm, lstm_1, ...
  // Throws as wire() does.
  Network(Graph graph, Random& random);
  Network(std::vector<LayerConfig> chain, Random& random)
      : Network(Graph{std::move(chain)}, random) {}

  // What the weights of such a network would be: nothing is allocated for them.
  static std::vector<ParameterSpec> parameter_specs(Graph graph);

  // The layers, with the names that they got.
  const Graph& graph() const { return graph_; }

  // The n-th of the layers that ran as one: an activation counts as a layer of its own.
  const Layer& layer(std::size_t n) const { return *wiring_.nodes[n].layer; }

  // What the n-th of the graph's layers gives.
  const Signature& given_by(std::size_t n) const;

  // Whether a layer learns, from the next step on. Throws std::invalid_argument where there is none
  // of that name.
  void set_trainable(const std::string& layer, bool trainable);

  // The same layers over the same weights, with gradients and buffers of their own.
  Network replica() const;

  // The same layers over the same weights, which learn nothing and are given so many sequences step
  // by step. Throws std::invalid_argument where a layer wants them whole, or reads several whose
  // steps do not come together.
  Network stepwise(Index batch) const;
  // Other sequences begin.
  void forget_steps();

  // The same layers over the same weights, which learn nothing, and whose backward goes down to
  // where numbers come in. After a forward without `until` and before another: once more, with
  // other values there.
  Network traced() const;
  std::span<const Entrance> entrances() const { return entrances_; }
  ConstView at_entrance(std::size_t n) const { return flow_[entrances_[n].slot].values; }
  std::span<const Activations> forward_from(std::span<const ConstView> values);
  // After a backward: dF/dx of what is there, or empty where nothing comes back.
  View gradient_at_entrance(std::size_t n) const { return gradients_[entrances_[n].slot]; }

  // What comes in: features counts the known tokens where tokens flow. In a chain its name is the
  // first layer's.
  std::size_t inputs() const { return wiring_.inputs.size(); }
  const Signature& input(std::size_t k = 0) const { return wiring_.slots[k].signature; }
  const std::string& input_name(std::size_t k = 0) const { return wiring_.inputs[k]; }
  const std::vector<std::string>& input_names() const { return wiring_.inputs; }

  // The layer that reads what comes in.
  const Layer* reader(std::size_t k) const;

  // What goes out, the activation that it ends with, and the name of the layer that gives it.
  std::size_t outputs() const { return wiring_.outputs.size(); }
  const Slot& output_slot(std::size_t k) const { return wiring_.slots[wiring_.outputs[k]]; }
  const Signature& output(std::size_t k = 0) const { return output_slot(k).signature; }
  const Origin& origin(std::size_t k = 0) const { return output_slot(k).origin; }
  ActivationKind head(std::size_t k = 0) const;
  const std::string& output_name(std::size_t k = 0) const;

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

  // Rows of an output, and those that count, padding left out.
  Index rows(std::size_t output, std::span<const Activations> x) const;
  Index unmasked_rows(std::span<const Activations> x, std::size_t output = 0);

  // What goes out, with or without the activations that it ends with (empty: with them). It lives
  // until the next forward. `random` is given in training, and only there: dropout draws from it.
  enum class Until { head, logits };
  std::span<const Activations> forward(std::span<const Activations> x, States* states,
                                       std::span<const Until> until, Random* random = nullptr);
  // Of one input and one output.
  Activations forward(const Activations& x, States* states, Until until, Random* random = nullptr) {
    return forward(std::span(&x, 1), states, std::span(&until, 1), random).front();
  }

  // After a forward: adds dL/dw to the gradients, given dL/dy of what that forward returned (empty:
  // nothing comes of it). It goes no further down than to where any layer learns.
  void backward(std::span<const View> d_y);
  void backward(View d_y) { backward(std::span(&d_y, 1)); }

  // A step of training went well whose forward pass was the last one.
  void learned();

  // To look into after a forward. A bidirectional layer gives its two halves.
  std::vector<Looked> recurrent() const;

 private:
  // What a node is given, and gives back.
  struct Run {
    std::size_t first = 0;  // of its parameters
    std::size_t count = 0;
    bool needed = false;  // in a backward: does it learn, or any before it?
    std::vector<Activations> x;
    std::vector<View> d_y, d_x;
    std::vector<Flag> wanted;  // of d_x
  };

  explicit Network(Graph graph);  // its layers, before they have weights
  const Node* head_of(std::size_t output) const;
  bool skips(std::size_t n) const;
  bool learns(const Node& node) const;
  Network frozen() const;
  void place_weights();
  void bind();
  void find_needed();
  void find_entrances();
  void fold_tables();
  std::vector<ParameterSpec> specs() const;
  void drop_outdated();
  void run(std::size_t n, States* states, Random* random);
  void run_back(std::size_t n);
  void give_back(std::size_t slot, View d);
  void mark_masked(const Mask& its, const Activations& x);

  Graph graph_;
  Wiring wiring_;
  std::vector<Run> runs_;             // of each node
  std::vector<Activations> flow_;     // in each slot
  std::vector<View> gradients_;       // of each slot: of several readers the sum
  std::vector<Flag> entered_;         // of each slot: is it an entrance?
  std::vector<Entrance> entrances_;   // of a traced network
  std::vector<Activations> out_;      // of each output
  std::vector<std::size_t> taken_;    // from which slot each output was, in the last forward
  std::vector<std::size_t> skipped_;  // nodes in the last forward: heads that nobody else reads
  std::vector<Flag> mask_, its_mask_, turned_mask_;  // [T * B] of unmasked_rows
  Parameters parameters_;
  unsigned version_ = 0;  // of the weights that the layers have seen
};

}  // namespace lstm
