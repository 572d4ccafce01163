// A model of text: it reads tokens and gives, at every step, the probabilities of the next one.
#pragma once

#include <optional>

#include "lstm/sampler.hpp"
#include "lstm/sequential.hpp"
#include "lstm/text_pass.hpp"
#include "lstm/text_stream.hpp"

namespace lstm {

struct LanguageModelConfig {
  Index vocabulary = 0;  // V
  Index embedding_dim = 64;
  std::vector<Index> units = {128};  // of each recurrent layer
  float dropout = 0;          // where above 0: after the embedding and after each recurrent layer
  std::string cell = "lstm";  // or another recurrent layer's type: gru, simpleRNN
  std::uint64_t seed = 0;
};

// Embedding(V, embedding_dim) -> LSTM(units), or another cell, ... -> Dense(V, softmax), sparse
// cross-entropy, Adam. Dropout stands on every arrow (Zaremba et al., 2014).
class LanguageModel {
 public:
  // Throws as Sequential does.
  explicit LanguageModel(const LanguageModelConfig& config, std::shared_ptr<Pool> pool = nullptr);

  const LanguageModelConfig& config() const { return config_; }
  // The layers that such a model has.
  static std::vector<LayerConfig> layers(const LanguageModelConfig& config);

  Sequential& sequential() { return sequential_; }

  // What the streams of the last training step carry on, for a trainer that is to go on there.
  const States& streams() const { return *streams_; }
  void set_streams(std::shared_ptr<const States> states) { streams_ = std::move(states); }

  Index vocabulary() const { return config_.vocabulary; }

  // Throws std::out_of_range for a token outside the vocabulary.
  void check(std::span<const Token> text) const;

 private:
  LanguageModelConfig config_;
  Sequential sequential_;
  std::shared_ptr<const States> streams_;
};

struct LanguageFitConfig {
  Index sequence_length = 64;       // T: steps that gradients flow back; at most
  Index batch_size = 32;            // B: parallel streams of the text; at most, see TextStream
  std::optional<Index> steps = {};  // windows to train on; else as many as `epochs` have
  Index epochs = 1;
  Index initial_step = 0;  // so many of the steps were done before
  LearningRate learning_rate = 2e-3f;
  float clip_norm = 1.0f;
};

// Truncated back-propagation through time: each step trains on one window of every stream, and the
// state goes on into the next window (Williams and Peng, 1990). In an epoch every token but the
// first is a target once. Each window's gradient is that of the mean over its own tokens, however
// few. The model must outlive it.
class LanguageTrainer {
 public:
  // After `initial_step` steps it goes on with the model's streams. A schedule counts the steps of
  // this training, those included. Throws std::out_of_range for a setting out of its range or a
  // rate of 0 all along, std::invalid_argument for a text of fewer than two tokens or for streams
  // of another batch_size.
  LanguageTrainer(LanguageModel& model, std::vector<Token> text, const LanguageFitConfig& config);

  // One window. Throws std::runtime_error naming the step where the loss is not finite.
  Score step();
  bool done() const { return step_ == steps_; }
  void stop() { steps_ = step_; }  // no more steps

  Index step_number() const { return step_; }  // done, those before it included
  Index steps() const { return steps_; }
  Index steps_per_epoch() const { return stream_.windows(); }
  // What the text has room for, up to the configuration's.
  Index batch_size() const { return stream_.batch(); }
  Index sequence_length() const { return stream_.time(); }
  Index tokens() const { return tokens_; }  // targets of the last step

  // From the next step on. Throws std::out_of_range for one out of its range.
  void set_learning_rate(const LearningRate& rate);
  float learning_rate() const { return rate_; }  // of the last step

 private:
  void configure();

  LanguageModel& model_;
  TextStream stream_;
  std::shared_ptr<States> states_;
  OptimizerConfig optimizer_;
  Index steps_;
  Index step_;
  Index tokens_ = 0;
  float rate_ = 0;
};

// The mean loss over all tokens of a text but the first, a window a call. Long texts are read as up
// to 32 streams, whose states begin with zeros. The model must outlive it.
class LanguageEvaluation {
 public:
  LanguageEvaluation(LanguageModel& model, std::vector<Token> text);

  bool step();  // scores one more window; false when there is none
  const Score& score() const { return score_; }

 private:
  Sequential& model_;
  TextStream stream_;
  States states_;
  Index left_;
  Score score_;
};

// Goes on writing after a prompt, a token a call. The model must outlive it and may train between
// calls.
class Generator {
 public:
  // Throws std::invalid_argument for an empty prompt, std::out_of_range for an unknown token, and
  // as Sampler::check does.
  Generator(LanguageModel& model, std::vector<Token> prompt, const Sampler& sampler);

  // Reads a part of the prompt; false when it is all read but for the last token. A long prompt
  // need not stop everything else, nor take memory for all its steps; next() reads what is left.
  bool read();
  Token next();

 private:
  TextPass pass_;
  Sampler sampler_;
};

}  // namespace lstm
