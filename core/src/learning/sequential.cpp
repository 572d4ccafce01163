#include "lstm/sequential.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layers/activation.hpp"
#include "learning/batch.hpp"
#include "learning/replicas.hpp"
#include "lstm/error.hpp"
#include "lstm/evaluation.hpp"
#include "lstm/prediction.hpp"

namespace lstm {

Sequential::Sequential(std::vector<LayerConfig> layers, std::uint64_t seed,
                       std::shared_ptr<Pool> pool)
    : Sequential(Graph{std::move(layers)}, seed, std::move(pool)) {}

Sequential::Sequential(Graph graph, std::uint64_t seed, std::shared_ptr<Pool> pool)
    : random_(seed),
      replicas_(
          std::make_unique<Replicas>(Network(std::move(graph), random_), std::move(pool), seed)),
      states_(network().zero_states()) {}

Sequential::Sequential(Sequential&&) noexcept = default;
Sequential& Sequential::operator=(Sequential&&) noexcept = default;
Sequential::~Sequential() = default;

Network& Sequential::network() { return replicas_->first(); }
const Network& Sequential::network() const { return replicas_->first(); }

Parameters& Sequential::parameters() { return network().parameters(); }
const Parameters& Sequential::parameters() const { return network().parameters(); }

Inputs Sequential::inputs(Tensors x) const { return Inputs(network(), x); }
Inputs Sequential::inputs(const Tensor& x) const {
  const Tensor* one = &x;
  return inputs({&one, 1});
}

void Sequential::set_trainable(const std::string& layer, bool trainable) {
  replicas_->set_trainable(layer, trainable);
}

void Sequential::check_head(std::size_t output, LossKind loss, const Metrics& metrics) const {
  const std::string& layer = network().output_name(output);
  const std::string which = network().outputs() > 1 ? "'" + layer + "'" : "the last layer";
  if (takes_logits(loss)) {
    const ActivationKind head = head_of(loss);
    require(network().head(output) == head, "expected activation '", name_of(head), "' in ", which,
            " for loss '", name_of(loss), "'");
  } else {
    require(!metrics.accuracy, "expected a cross-entropy loss for metric 'accuracy', got '",
            name_of(loss), "'");
  }
  const bool ctc = loss == LossKind::ctc;
  require(!metrics.edit_distance || ctc, "expected loss 'ctc' for metric 'editDistance', got '",
          name_of(loss), "'");
  if (!ctc) return;
  require(!metrics.mse && !metrics.mae, "expected no metric but 'editDistance' for loss 'ctc'");
  require(network().head(output) == ActivationKind::linear, "expected no activation in ", which,
          " for loss 'ctc', which reads logits, got '", name_of(network().head(output)), "'");
  const Signature& out = network().output(output);
  require(out.sequence && out.axes.empty() && out.features >= 2, "expected ", which,
          " to give at every step a number for each label and one for the blank, for loss 'ctc'");
}

void Sequential::compile(const CompileConfig& config) {
  const auto outputs = network().outputs();
  Replicas::Goals goals{config.losses, config.loss_weights, config.metrics};
  if (goals.losses.empty()) goals.losses.assign(outputs, config.loss);
  if (goals.weights.empty()) goals.weights.assign(outputs, 1.0f);
  require(goals.losses.size() == outputs, "expected ", outputs, " losses, got ",
          goals.losses.size());
  require(goals.weights.size() == outputs, "expected ", outputs, " lossWeights, got ",
          goals.weights.size());
  for (std::size_t k = 0; k < outputs; ++k) check_head(k, goals.losses[k], config.metrics);
  optimizer_ = Optimizer(config.optimizer);
  replicas_->set_goals(std::move(goals));
  compiled_ = config;
}

Scores Sequential::zero_scores() const {
  compiled();
  return Scores(replicas_->goals().weights);
}

const std::vector<std::string>& Sequential::input_names() const { return network().input_names(); }

std::size_t Sequential::outputs() const { return network().outputs(); }

std::vector<std::string> Sequential::output_names() const {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < network().outputs(); ++k) names.push_back(network().output_name(k));
  return names;
}

bool Sequential::chain() const { return network().graph().chain(); }

std::vector<std::string> Sequential::log_names() const {
  if (!compiled_) return {};
  return names_of_logs(compiled_->metrics, output_names());
}

const CompileConfig& Sequential::compiled() const {
  if (!compiled_) throw std::logic_error(message("expected compile() before training or scoring"));
  return *compiled_;
}

Dataset Sequential::dataset(const Examples& examples) const {
  compiled();
  return Dataset(network(), replicas_->goals().losses, examples);
}

Dataset Sequential::dataset(const Tensor& x, const Tensor& y, const Tensor* sample_weight) const {
  return dataset(Example{&x, &y, sample_weight});
}

void Sequential::check_targets(const Batch& batch) const {
  compiled();
  const auto& losses = replicas_->goals().losses;
  for (std::size_t k = 0; k < batch.y.size(); ++k) {
    const bool ctc = losses[k] == LossKind::ctc;
    require(takes_labels(losses[k]) == (ctc || !batch.y[k].labels.empty()) &&
                ctc == !batch.y[k].counts.empty(),
            "expected the targets of the loss that they were made for: was the model compiled anew "
            "meanwhile?");
  }
}

std::vector<Random::State> Sequential::random_states() const {
  std::vector<Random::State> all{random_.state()};
  for (const Random& stream : replicas_->streams()) all.push_back(stream.state());
  return all;
}

void Sequential::set_random_states(std::span<const Random::State> states) {
  require(!states.empty(), "expected at least one random state, got none");
  Random trial(0);
  for (const auto& state : states) trial.set_state(state);  // which throws before anything changes
  random_.set_state(states.front());
  const auto streams = replicas_->streams();
  for (std::size_t k = 0; k < std::min(streams.size(), states.size() - 1); ++k) {
    streams[k].set_state(states[k + 1]);
  }
}

void Sequential::set_states(States states) {
  network().sequences(states);
  states_ = std::move(states);
  streamed_.reset();
}

void Sequential::reset_states() {
  reset(states_);
  streamed_.reset();
}

std::shared_ptr<const void> Sequential::begin_training() {
  streamed_.reset();
  return training_;
}

void Sequential::keep_streamed(States states, bool looks) {
  if (looks && network().stateful()) {
    streamed_ = std::move(states);
  } else {
    states_ = std::move(states);
  }
}

void Sequential::set_learning_rate(const LearningRate& rate) {
  CompileConfig config = compiled();
  config.optimizer.learning_rate = rate;
  optimizer_.configure(config.optimizer);
  compiled_ = config;
}

void Sequential::check_size(const States& states, Index batch) const {
  const Index carried = network().sequences(states);
  require(carried == 0 || carried == batch, "expected a batch of ", carried,
          " samples, as the states have, got ", batch, ": resetStates() begins anew");
}

void Sequential::check_carried(Index batch) const {
  if (network().stateful()) check_size(states_, batch);
}

void Sequential::begin(const States* states, Index batch) {
  const auto streams = replicas_->streams();
  streams_before_.assign(streams.begin(), streams.end());
  if (!states) return;
  check_size(*states, batch);
  states_before_ = *states;
}

void Sequential::undo(States* states) {
  std::ranges::copy(streams_before_, replicas_->streams().begin());
  if (states) states->swap(states_before_);
}

// Calls work(states): the caller's, or the model's own where it carries any.
template <class Work>
auto Sequential::all_or_nothing(States* states, Index batch, Work work) {
  const bool own = !states && network().stateful();
  if (own) {
    network().keep_stateful(states_);  // what others have streamed is not for them
    streamed_.reset();
    states = &states_;
  }
  begin(states, batch);
  try {
    const auto result = work(states);
    if (own) network().keep_stateful(states_);
    return result;
  } catch (...) {
    undo(states);
    throw;
  }
}

const Scores& Sequential::train_step(const Batch& batch, States* states) {
  check_targets(batch);
  return *all_or_nothing(states, batch.samples(), [&](States* its) {
    const Scores& result = replicas_->train(batch, its);
    require_finite(result.loss());
    Parameters& parameters = network().parameters();
    optimizer_.step(parameters.values(), parameters.gradients(), parameters.trainable());
    replicas_->learned();
    return &result;
  });
}

const Scores& Sequential::score(const Batch& batch, States* states) {
  check_targets(batch);
  return *all_or_nothing(states, batch.samples(),
                         [&](States* its) { return &replicas_->score(batch, its); });
}

std::span<const View> Sequential::infer(std::span<const Activations> x, States* states) {
  return all_or_nothing(states, x.front().batch,
                        [&](States* its) { return replicas_->infer(x, its); });
}

ConstView Sequential::infer(const Activations& x, States* states) {
  return infer({&x, 1}, states).front();
}

const Scores& Sequential::train_on_batch(const Examples& examples) {
  Dataset data = dataset(examples);
  std::vector<Index> all(static_cast<std::size_t>(data.size()));
  std::iota(all.begin(), all.end(), Index{0});
  return train_step(data.gather(all));
}

Score Sequential::train_on_batch(const Tensor& x, const Tensor& y, const Tensor* sample_weight) {
  return train_on_batch(Example{&x, &y, sample_weight}).front();
}

Score Sequential::evaluate(const Tensor& x, const Tensor& y, Index batch_size,
                           const Tensor* sample_weight) {
  Evaluation evaluation(*this, dataset(x, y, sample_weight), batch_size);
  while (evaluation.step()) {
  }
  return evaluation.scores().front();
}

Tensor Sequential::predict(const Tensor& x, Index batch_size) {
  Prediction prediction(*this, inputs(x), batch_size);
  while (prediction.step()) {
  }
  return std::move(prediction).result();
}

}  // namespace lstm
