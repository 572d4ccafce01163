// A model: a stack of layers, and once compiled a loss and an optimizer.
#pragma once

#include <memory>
#include <optional>

#include "lstm/dataset.hpp"
#include "lstm/graph.hpp"
#include "lstm/layers.hpp"
#include "lstm/optimizer.hpp"
#include "lstm/parallel.hpp"
#include "lstm/parameters.hpp"
#include "lstm/random.hpp"
#include "lstm/states.hpp"

namespace lstm {

class Replicas;

// Of a model of several outputs either one loss for all, or one for each. What is minimised is the
// sum of their means, each times its weight.
struct CompileConfig {
  LossKind loss = LossKind::mean_squared_error;
  OptimizerConfig optimizer = {};
  Metrics metrics = {};
  std::vector<LossKind> losses = {};
  std::vector<float> loss_weights = {};  // none: 1 each
};

class Sequential {
 public:
  // Throws as Network does. The same seed gives the same weights and the same shuffles. Large
  // batches are shared out among the pool's threads, where there is one.
  explicit Sequential(Graph graph, std::uint64_t seed = 0, std::shared_ptr<Pool> pool = nullptr);
  // Of a chain.
  explicit Sequential(std::vector<LayerConfig> layers, std::uint64_t seed = 0,
                      std::shared_ptr<Pool> pool = nullptr);
  Sequential(Sequential&&) noexcept;
  Sequential& operator=(Sequential&&) noexcept;
  ~Sequential();

  // Throws std::invalid_argument where a loss does not fit the layer that an output comes from (the
  // binary cross-entropy wants a sigmoid, the categorical ones a softmax), or where there are not
  // as many losses or weights as outputs.
  void compile(const CompileConfig& config);

  bool is_compiled() const { return compiled_.has_value(); }

  // Throws std::logic_error before compile().
  const CompileConfig& compiled() const;

  // Of its inputs and outputs, in order: see Network.
  const std::vector<std::string>& input_names() const;
  std::vector<std::string> output_names() const;
  std::size_t outputs() const;
  // Are its layers one after the other?
  bool chain() const;

  // Of each output, of nothing yet.
  Scores zero_scores() const;
  // What its logs are called, in order; none before compile().
  std::vector<std::string> log_names() const;

  // Its weights, as of a network.
  Parameters& parameters();
  const Parameters& parameters() const;

  Network& network();
  const Network& network() const;
  Optimizer& optimizer() { return optimizer_; }
  const Optimizer& optimizer() const { return optimizer_; }
  Random& random() { return random_; }

  // Where every stream of random numbers stands: that of the shuffles, then those of dropout, one a
  // thread. Set again, training goes on as it would have; streams of threads that are not there are
  // passed over. Throws std::invalid_argument where there is none, std::out_of_range for all zeros.
  std::vector<Random::State> random_states() const;
  void set_random_states(std::span<const Random::State> states);

  // What the stateful layers carry from batch to batch, whose size must stay the same until a
  // reset; after a prediction with states, what all layers do. set_states throws
  // std::invalid_argument where sizes do not fit.
  const States& states() const { return states_; }
  void set_states(States states);
  void reset_states();

  // What a prediction with states came to becomes the model's, but not where it only looks at a
  // training that carries states of its own: then it is there to be read, as last_states(), up to
  // the next step.
  void keep_streamed(States states, bool looks);
  const States& last_states() const { return streamed_ && in_training() ? *streamed_ : states_; }

  // A training that goes on as long as this is kept: whatever else is done with the model then
  // leaves the states alone that it carries.
  std::shared_ptr<const void> begin_training();
  bool in_training() const { return training_.use_count() > 1; }

  // Throws std::invalid_argument for a first batch of another size than the states carried have.
  void check_carried(Index batch) const;

  Dataset dataset(const Examples& examples) const;
  Dataset dataset(const Tensor& x, const Tensor& y, const Tensor* sample_weight = nullptr) const;
  Inputs inputs(Tensors x) const;
  Inputs inputs(const Tensor& x) const;

  // One forward, backward and update. Throws std::runtime_error where the loss or a gradient is not
  // finite. What any of these three throws, also for want of memory, leaves all as it was: weights,
  // optimizer, random numbers and states. Without `states` the stateful layers use, and
  // leave, the model's own; the others begin at zeros.
  const Scores& train_step(const Batch& batch, States* states = nullptr);
  const Scores& score(const Batch& batch, States* states = nullptr);
  // Each output [T * B, K], after its head.
  std::span<const View> infer(std::span<const Activations> x, States* states = nullptr);
  ConstView infer(const Activations& x, States* states = nullptr);  // of one input and one output

  // Of all steps from the next on. Throws as compile does, std::logic_error before it.
  void set_learning_rate(const LearningRate& rate);

  // As of a Network.
  void set_trainable(const std::string& layer, bool trainable);

  // The same for whole data, in the order given.
  const Scores& train_on_batch(const Examples& examples);
  // Of a model of one input and one output.
  Score train_on_batch(const Tensor& x, const Tensor& y, const Tensor* sample_weight = nullptr);
  Score evaluate(const Tensor& x, const Tensor& y, Index batch_size = 32,
                 const Tensor* sample_weight = nullptr);
  Tensor predict(const Tensor& x, Index batch_size = 32);

 private:
  void check_head(std::size_t output, LossKind loss, const Metrics& metrics) const;
  void check_targets(const Batch& batch) const;
  template <class Work>
  auto all_or_nothing(States* states, Index batch, Work work);
  void check_size(const States& states, Index batch) const;
  void begin(const States* states, Index batch);
  void undo(States* states);

  Random random_;
  std::unique_ptr<Replicas> replicas_;
  States states_, states_before_;
  std::optional<States> streamed_;
  std::shared_ptr<const void> training_ = std::make_shared<char>();
  std::vector<Random> streams_before_;
  std::optional<CompileConfig> compiled_;
  Optimizer optimizer_;
};

}  // namespace lstm
