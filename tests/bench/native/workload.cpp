#include "workload.hpp"

#include <memory>
#include <sstream>

#include "lstm/language_model.hpp"
#include "lstm/prediction.hpp"
#include "lstm/trainer.hpp"

namespace bench {

namespace {

constexpr Index forever = Index{1} << 40;  // steps

std::vector<lstm::Token> random_tokens(Index count, Index bound) {
  lstm::Random random(1);
  std::vector<lstm::Token> tokens(static_cast<std::size_t>(count));
  for (auto& token : tokens) token = static_cast<lstm::Token>(random.below(bound));
  return tokens;
}

lstm::Tensor random_inputs(const Workload& w) {
  return {{w.batch, w.time}, random_tokens(w.batch * w.time, w.vocabulary)};
}

lstm::LayerConfig recurrent(const std::string& cell, Index units, bool return_sequences) {
  if (cell == "gru") return lstm::GruConfig{.units = units, .return_sequences = return_sequences};
  if (cell == "simpleRNN") {
    return lstm::SimpleRnnConfig{.units = units, .return_sequences = return_sequences};
  }
  return lstm::LstmConfig{.units = units, .return_sequences = return_sequences};
}

std::vector<lstm::LayerConfig> layers(const Workload& w) {
  const bool every_step = w.kind != "binary-training";
  std::vector<lstm::LayerConfig> result{lstm::EmbeddingConfig{w.vocabulary, w.embedding}};
  for (std::size_t n = 0; n < w.units.size(); ++n) {
    result.push_back(recurrent(w.cell, w.units[n], every_step || n + 1 < w.units.size()));
  }
  result.push_back(lstm::DenseConfig{
      .units = w.outputs,
      .activation = every_step ? lstm::ActivationKind::softmax : lstm::ActivationKind::sigmoid});
  return result;
}

lstm::LanguageModelConfig language_model(const Workload& w) {
  return {.vocabulary = w.vocabulary,
          .embedding_dim = w.embedding,
          .units = w.units,
          .cell = w.cell,
          .seed = 1};
}

std::function<void()> language_training(const Workload& w) {
  struct Run {
    lstm::LanguageModel model;
    lstm::LanguageTrainer trainer;
    explicit Run(const Workload& w)
        : model(language_model(w)),
          trainer(model, random_tokens(w.batch * 4 * w.time + 1, w.vocabulary),
                  {.sequence_length = w.time,
                   .batch_size = w.batch,
                   .steps = forever,
                   .learning_rate = 1e-3f,
                   .clip_norm = 0}) {}
  };
  return [run = std::make_shared<Run>(w)] { run->trainer.step(); };
}

std::function<void()> binary_training(const Workload& w) {
  auto model = std::make_shared<lstm::Sequential>(layers(w), 1);
  model->compile({.loss = lstm::LossKind::binary_crossentropy});
  const lstm::Tensor y{{w.batch, 1}, random_tokens(w.batch, 2)};
  auto trainer =
      std::make_shared<lstm::Trainer>(*model, model->dataset(random_inputs(w), y), std::nullopt,
                                      lstm::FitConfig{.epochs = forever, .batch_size = w.batch});
  return [model, trainer] {
    while (trainer->step() != lstm::FitEvent::epoch) {
    }
  };
}

std::function<void()> generation(const Workload& w) {
  struct Run {
    lstm::LanguageModel model;
    lstm::Generator generator;
    explicit Run(const Workload& w)
        : model(language_model(w)),
          generator(model, {0}, lstm::Sampler(lstm::SamplerConfig{.seed = 1})) {}
  };
  return [run = std::make_shared<Run>(w)] { run->generator.next(); };
}

std::function<void()> prediction(const Workload& w) {
  auto model = std::make_shared<lstm::Sequential>(layers(w), 1);
  return [model, x = random_inputs(w), batch = w.batch] { model->predict(x, batch); };
}

std::vector<Index> numbers(const std::string& text) {
  std::vector<Index> result;
  std::istringstream stream(text);
  for (std::string number; std::getline(stream, number, ',');) result.push_back(std::stol(number));
  return result;
}

}  // namespace

Workload parse_workload(const std::vector<std::string>& words) {
  Workload w;
  for (const std::string& word : words) {
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    const std::string value = equals == word.npos ? "" : word.substr(equals + 1);
    if (name == "kind" || name == "cell") {
      (name == "kind" ? w.kind : w.cell) = value;
    } else if (name == "units" || name == "sizes") {
      (name == "units" ? w.units : w.sizes) = numbers(value);
    } else {
      Index* const number = name == "vocabulary"  ? &w.vocabulary
                            : name == "embedding" ? &w.embedding
                            : name == "outputs"   ? &w.outputs
                            : name == "batch"     ? &w.batch
                            : name == "time"      ? &w.time
                            : name == "work"      ? &w.work
                                                  : nullptr;
      if (!number) throw std::invalid_argument("expected a workload's word, got " + word);
      *number = std::stol(value);
    }
  }
  return w;
}

std::function<void()> prepare_model(const Workload& workload) {
  if (workload.kind == "language-training") return language_training(workload);
  if (workload.kind == "binary-training") return binary_training(workload);
  if (workload.kind == "generation") return generation(workload);
  if (workload.kind == "prediction") return prediction(workload);
  throw std::invalid_argument("expected a kind of workload, got " + workload.kind);
}

}  // namespace bench
