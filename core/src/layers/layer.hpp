// What every layer is: a forward pass, the backward pass that mirrors it, and named parameters.
// Most go through: one comes in, one goes out.
//
// Legend: B batch, T time, F features. Activations are time-major: row t * B + b holds step t of
// sequence b, so that whatever does not depend on the previous step is one product over all steps.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lstm/activation_kind.hpp"
#include "lstm/parameters.hpp"
#include "lstm/random.hpp"
#include "lstm/signature.hpp"
#include "lstm/state.hpp"

namespace lstm {

class Recurrent;

// Rows to choose from by token, and where their gradients add up (empty: nowhere); both [V, F].
struct Table {
  ConstView rows;
  View d_rows;
};

// When a layer takes a table in place of values.
enum class Takes { never, out_of_training, always };

// What flows, during a call. The memory belongs to the layer that wrote it, until its next forward.
// An embedding whose table is small may leave its values unwritten: row n is then
// table.rows[tokens[n]].
struct Activations {
  Index time = 1;
  Index batch = 0;
  ConstView values;               // [T * B, F], or empty
  std::span<const Token> tokens;  // [T * B]
  Table table;
  std::span<const Flag> mask = {};      // [T * B]: 0 at padding; empty: no padding
  std::span<const Index> lengths = {};  // [B]: steps before it ends in padding; empty: T each

  // The same steps of the same sequences, with other values.
  Activations with(ConstView others) const { return {time, batch, others, {}, {}, mask, lengths}; }
};

// Throws std::invalid_argument unless rows of numbers come in, as after another layer.
void require_follows(const Signature& input, const std::string& layer);
// The same, or from outside; with one axis; and at every step.
void require_numbers(const Signature& input, const std::string& layer);
void require_vectors(const Signature& input, const std::string& layer);
void require_sequence(const Signature& input, const std::string& layer);

// Throws std::invalid_argument unless a layer can be given a sequence step by step; else it says
// why it can't: "reads both ways".
void require_stepwise(bool ok, const std::string& layer, const char* why);

// Of the steps that come in, to which of them one goes out: first to that with the number `wait`,
// and from there on to one of each `every`.
struct Pace {
  std::uint64_t every = 1, wait = 0;

  bool operator==(const Pace&) const = default;
};

// A forward of a layer: what comes in, and where it puts what goes out. `state`, where given, is
// read as the state before the first step (empty: zeros) and left as the state after the last one.
// `random` is given in training, and only there: dropout draws from it.
struct Forth {
  std::span<const Activations> x;
  std::span<Activations> y;
  State* state;
  Random* random;
};

// Its backward: the same x as in the last forward, dL/dy of each output (empty where nothing comes
// back), and where it puts dL/dx of those inputs that want it (as the input's values; empty where
// nothing goes back). A gradient belongs to whom it is given.
struct Back {
  std::span<const Activations> x;
  std::span<const View> d_y;
  std::span<View> d_x;
  std::span<const Flag> wanted;
};

class Layer {
 public:
  virtual ~Layer() = default;

  const std::string& name() const { return name_; }
  virtual Signature output() const = 0;
  virtual Index outputs() const { return 1; }
  virtual Signature output_at(Index) const { return output(); }  // of outputs()

  virtual std::vector<ParameterSpec> parameters() const { return {}; }
  // Hands over the tensors that parameters() asked for, in its order; again when it is frozen, then
  // without gradients, or no longer.
  virtual void bind(std::span<const Parameter>) {}
  virtual void initialize(Random&) {}
  // A step of training went well whose forward pass was the last one: a layer that moves tensors by
  // itself does so now. Called of the network of each slice of the batch, in order.
  virtual void learned() {}
  // The tensors that bind() handed over may have other values from now on.
  virtual void weights_changed() {}

  // The parts of its state, where it has one, and their columns.
  virtual std::span<const char* const> state_parts() const { return {}; }
  virtual Index state_features() const { return 0; }
  virtual bool stateful() const { return false; }  // does it carry one without being asked?

  virtual Takes takes_table() const { return Takes::never; }
  // Outside of training, does it hand on what it gets?
  virtual bool hands_on() const { return false; }
  // Those after it take a table, then: one that has a table may give it in place of values.
  virtual void fold(Takes) {}

  // Of its output, for an input of T.
  virtual Index steps(Index T) const { return T; }
  // Are they others than its input's?
  virtual bool resizes() const { return false; }
  // Is an output masked where any of its inputs is, and not by the first alone?
  virtual bool merges() const { return false; }
  // Are its outputs in the other order than its inputs?
  virtual bool turns() const { return false; }
  // Sets to 0 the steps [T * B] of its input that are padding to this layer.
  virtual void mask_out(const Activations&, std::span<Flag>) const {}

  // Does it read what comes from outside, of which it knows what the numbers of tokens are, or
  // which steps are padding?
  virtual bool enters() const { return false; }

  // Sequences step by step. Throws std::invalid_argument where they have to be whole.
  virtual Pace pace() const { return {}; }
  // From now on a forward is given one more step of each of so many sequences, and what it gives
  // has one, too, or by its pace none (time 0). Here is where to keep the steps before it, and here
  // where other sequences begin.
  virtual void keep_steps(Index) {}
  virtual void forget_steps() {}

  // Of a layer that is nothing else.
  virtual std::optional<ActivationKind> activation() const { return {}; }
  // What there is to look into after a forward.
  virtual void add_recurrent(std::vector<const Recurrent*>&) const {}

  virtual void forth(const Forth& pass) = 0;
  // Adds to the parameters' gradients, where it has been given any. May overwrite what forth()
  // cached and d_y itself.
  virtual void back(const Back& pass) = 0;

  // The same of one input and one output alone.
  Activations forth_alone(const Activations& x, Random* random);
  View back_alone(const Activations& x, View d_y, bool want_d_x);

 protected:
  explicit Layer(std::string name) : name_(std::move(name)) {}

 private:
  std::string name_;
};

// A layer of one input and one output.
class Through : public Layer {
 public:
  virtual Activations forward(const Activations& x, State* state, Random* random) = 0;
  // Returns dL/dx [T*B, F], or empty where it is not wanted.
  virtual View backward(const Activations& x, View d_y, bool want_d_x) = 0;

  void forth(const Forth& pass) override {
    pass.y[0] = forward(pass.x[0], pass.state, pass.random);
  }
  void back(const Back& pass) override {
    pass.d_x[0] = backward(pass.x[0], pass.d_y[0], pass.wanted[0] != 0);
  }

 protected:
  using Layer::Layer;
};

// The mask that comes in, less what the layer masks out itself: in `memory`, or empty where that
// leaves no padding.
std::span<const Flag> masked(const Layer& layer, const Activations& x, std::vector<Flag>& memory);

// The mask [T * B] of sequences of so many steps each.
void mask_by(std::span<const Index> lengths, Index T, std::vector<Flag>& mask);

}  // namespace lstm
