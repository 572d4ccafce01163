#include "lstm/language_model.hpp"

#include <algorithm>
#include <limits>

#include "graph/network.hpp"
#include "layers/kind.hpp"
#include "learning/batch.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

constexpr Index evaluation_streams = 32, evaluation_window = 64;

std::vector<Token> checked(const LanguageModel& model, std::vector<Token> text) {
  model.check(text);
  return text;
}

const LayerKind& cell_of(const LanguageModelConfig& config) {
  std::string known;
  for (const LayerKind* kind : layer_kinds()) {
    if (!kind->of_units) continue;
    if (config.cell == kind->type) return *kind;
    known += std::string(known.empty() ? "'" : ", '") + kind->type + "'";
  }
  throw std::invalid_argument(
      message("expected cell in languageModel to be one of ", known, ", got '", config.cell, "'"));
}

}  // namespace

std::vector<LayerConfig> LanguageModel::layers(const LanguageModelConfig& config) {
  const LayerKind& cell = cell_of(config);
  require(!config.units.empty(), "expected units of at least one ", cell.title, " layer, got none");
  std::vector<LayerConfig> layers{EmbeddingConfig{config.vocabulary, config.embedding_dim}};
  const auto drop = [&] {
    if (config.dropout != 0) layers.push_back(DropoutConfig{config.dropout});
  };
  drop();
  for (const Index units : config.units) {
    layers.push_back(cell.of_units(units));
    drop();
  }
  layers.push_back(DenseConfig{.units = config.vocabulary, .activation = ActivationKind::softmax});
  return layers;
}

LanguageModel::LanguageModel(const LanguageModelConfig& config, std::shared_ptr<Pool> pool)
    : config_(config),
      sequential_(layers(config), config.seed, std::move(pool)),
      streams_(std::make_shared<States>(sequential_.network().zero_states())) {
  sequential_.compile({.loss = LossKind::sparse_categorical_crossentropy,
                       .optimizer = {.learning_rate = LanguageFitConfig{}.learning_rate}});
}

void LanguageModel::check(std::span<const Token> text) const {
  const Index V = vocabulary();
  for (std::size_t n = 0; n < text.size(); ++n) {
    require_range(text[n] >= 0 && text[n] < V, "expected tokens below ", V, ", got ", text[n],
                  " at ", n);
  }
}

LanguageTrainer::LanguageTrainer(LanguageModel& model, std::vector<Token> text,
                                 const LanguageFitConfig& config)
    : model_(model),
      stream_(checked(model, std::move(text)), config.batch_size, config.sequence_length),
      states_(std::make_shared<States>(
          config.initial_step > 0 ? model.streams() : model.sequential().network().zero_states())),
      optimizer_(model.sequential().optimizer().config()),
      step_(config.initial_step) {
  const std::int64_t steps =
      config.steps ? *config.steps : static_cast<std::int64_t>(config.epochs) * stream_.windows();
  require_range(steps >= 0, "expected steps >= 0 and epochs >= 0, got ", steps, " steps");
  require_range(steps <= std::numeric_limits<Index>::max(), "expected fewer steps, got ", steps);
  steps_ = static_cast<Index>(steps);
  require_range(step_ >= 0 && step_ <= steps_, "expected initialStep of 0 to ", steps_, ", got ",
                step_);
  stream_.go_to(step_ % stream_.windows());
  const Index carried = model.sequential().network().sequences(*states_);
  require(stream_.window() == 0 || carried == 0 || carried == batch_size(), "expected batchSize ",
          carried, ", as the steps before initialStep had, got ", batch_size());
  optimizer_.clip_norm = config.clip_norm;
  optimizer_.learning_rate = config.learning_rate;
  Optimizer::check(optimizer_);
  check_learns(config.learning_rate, step_, steps_ - 1);
  configure();
}

void LanguageTrainer::set_learning_rate(const LearningRate& rate) {
  OptimizerConfig changed = optimizer_;
  changed.learning_rate = rate;
  Optimizer::check(changed);
  optimizer_ = changed;
  configure();
}

// Another trainer of the model may have settings of its own, and a schedule that stands elsewhere.
void LanguageTrainer::configure() {
  Optimizer& optimizer = model_.sequential().optimizer();
  optimizer_.first_step = optimizer.t() - step_;
  optimizer.configure(optimizer_);
}

Score LanguageTrainer::step() {
  if (stream_.window() == 0) reset(*states_);
  Sequential& model = model_.sequential();
  configure();
  rate_ = model.optimizer().learning_rate();
  try {
    const Score score = model.train_step(stream_.next(), states_.get()).front();
    model_.set_streams(states_);
    ++step_;
    tokens_ = score.count;
    return score;
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(std::string(error.what()) + " at step " + std::to_string(step_) +
                             ": try a smaller clipNorm or a lower learningRate");
  }
}

LanguageEvaluation::LanguageEvaluation(LanguageModel& model, std::vector<Token> text)
    : model_(model.sequential()),
      stream_(checked(model, std::move(text)), evaluation_streams, evaluation_window),
      states_(model_.network().zero_states()),
      left_(stream_.windows()) {}

bool LanguageEvaluation::step() {
  if (left_ == 0) return false;
  score_ += model_.score(stream_.next(), &states_).front();
  --left_;
  require_finite(score_.loss());
  return true;
}

Generator::Generator(LanguageModel& model, std::vector<Token> prompt, const Sampler& sampler)
    : pass_(model.sequential(), checked(model, std::move(prompt))), sampler_(sampler) {
  require(pass_.left() > 0, "expected a prompt of at least one token, got an empty one");
  sampler_.check(model.vocabulary());
}

bool Generator::read() {
  const Index before_last = pass_.left() - 1;
  if (before_last > 0) pass_.read(std::min(before_last, TextPass::window));
  return before_last > 0;
}

Token Generator::next() {
  while (read()) {
  }
  const ConstView logits = pass_.read(1);
  const Token token = sampler_.draw(logits.data, logits.cols);
  pass_.go_on(token);
  return token;
}

}  // namespace lstm
