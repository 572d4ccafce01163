#include "configs.hpp"

#include "options.hpp"

namespace lstm::bindings {

namespace {

struct InputShape {
  bool sequence = false;
  Index time = 0;  // 0: any
  Index features = 0;
};

// Of a first layer: [features], or [steps or null, features].
InputShape input_shape(const val& shape, const char* where, const char* expected) {
  const auto size_at = [&](int axis) -> Index {
    const double size = shape[axis].isNumber() ? shape[axis].as<double>() : 0;
    const bool fits = size >= 1 && size <= largest_size && size == std::floor(size);
    return fits ? static_cast<Index>(size) : 0;
  };
  InputShape result;
  if (shape.isUndefined()) return result;
  const int axes = shape.isArray() ? shape["length"].as<int>() : 0;
  result.sequence = axes == 2;
  bool fits = axes == 1 || axes == 2;
  if (fits) result.features = size_at(axes - 1);
  if (result.sequence && !shape[0].isNull()) {
    result.time = size_at(0);
    fits = result.time > 0;
  }
  require(fits && result.features > 0, "expected inputShape in ", where, " to be ", expected,
          ", got ", val::global("JSON").call<val>("stringify", shape).as<std::string>());
  return result;
}

EmbeddingConfig embedding_config(Options& options) {
  EmbeddingConfig config;
  options.read("inputDim", config.input_dim)
      .read("outputDim", config.output_dim)
      .read("name", config.name);
  return config;
}

LstmConfig lstm_config(Options& options) {
  LstmConfig config;
  val shape;
  options.read("units", config.units)
      .read("returnSequences", config.return_sequences)
      .read("useBias", config.use_bias)
      .read("unitForgetBias", config.unit_forget_bias)
      .read("inputShape", shape)
      .read("name", config.name);
  const char* expected = "[steps or null, features]";
  const InputShape input = input_shape(shape, "lstm", expected);
  require(shape.isUndefined() || input.sequence, "expected inputShape in lstm to be ", expected,
          ", got one number");
  config.input_time = input.time;
  config.input_features = input.features;
  return config;
}

DenseConfig dense_config(Options& options) {
  DenseConfig config;
  val shape;
  options.read("units", config.units)
      .choose("activation", config.activation,
              {{"linear", ActivationKind::linear},
               {"sigmoid", ActivationKind::sigmoid},
               {"tanh", ActivationKind::tanh},
               {"relu", ActivationKind::relu},
               {"softmax", ActivationKind::softmax}})
      .read("useBias", config.use_bias)
      .read("inputShape", shape)
      .read("name", config.name);
  const InputShape input =
      input_shape(shape, "dense", "[features] or [steps or null, features]");
  config.input_sequence = input.sequence;
  config.input_time = input.time;
  config.input_features = input.features;
  return config;
}

LayerConfig layer_config(const val& object) {
  Options options(object, "a layer");
  enum class Kind { none, embedding, lstm, dense } kind = Kind::none;
  options.choose(
      "layer", kind,
      {{"embedding", Kind::embedding}, {"lstm", Kind::lstm}, {"dense", Kind::dense}});
  require(kind != Kind::none, "expected layers made by layers.embedding, layers.lstm, layers.dense");
  const LayerConfig config = kind == Kind::embedding ? LayerConfig(embedding_config(options))
                             : kind == Kind::lstm    ? LayerConfig(lstm_config(options))
                                                     : LayerConfig(dense_config(options));
  options.end();
  return config;
}

AdamConfig adam_config(const val& optimizer) {
  AdamConfig config;
  if (optimizer.isString()) {
    require(optimizer.as<std::string>() == "adam", "expected optimizer 'adam', got '",
            optimizer.as<std::string>(), "'");
    return config;
  }
  Options options(optimizer, "adam");
  std::string name;
  options.read("optimizer", name)
      .read("learningRate", config.learning_rate)
      .read("beta1", config.beta_1)
      .read("beta2", config.beta_2)
      .read("epsilon", config.epsilon)
      .read("clipNorm", config.clip_norm)
      .end();
  require(name == "adam", "expected an optimizer made by optimizers.adam");
  return config;
}

}  // namespace

ModelConfig model_config(const val& object) {
  ModelConfig config;
  std::vector<val> layers;
  Options options(object, "sequential");
  options.read("layers", layers).read("seed", config.seed).end();
  for (const auto& layer : layers) config.layers.push_back(layer_config(layer));
  return config;
}

CompileConfig compile_config(const val& object) {
  CompileConfig config;
  val optimizer;
  std::vector<std::string> metrics;
  Options options(object, "compile");
  options
      .choose("loss", config.loss,
              {{"binaryCrossentropy", LossKind::binary_crossentropy},
               {"sparseCategoricalCrossentropy", LossKind::sparse_categorical_crossentropy},
               {"meanSquaredError", LossKind::mean_squared_error}})
      .read("optimizer", optimizer)
      .read("metrics", metrics)
      .end();
  require(object["loss"].isString(), "expected a loss in compile");
  if (!optimizer.isUndefined()) config.optimizer = adam_config(optimizer);
  for (const auto& metric : metrics) {
    require(metric == "accuracy", "expected metrics among 'accuracy', got '", metric, "'");
    config.accuracy = true;
  }
  return config;
}

FitConfig fit_config(const val& object) {
  FitConfig config;
  Options(object, "fit")
      .read("epochs", config.epochs)
      .read("batchSize", config.batch_size)
      .read("shuffle", config.shuffle)
      .end();
  return config;
}

Index batch_size(const val& object, const char* where) {
  Index size = 32;
  Options(object, where).read("batchSize", size).end();
  return size;
}

LanguageModelConfig language_model_config(const val& object) {
  LanguageModelConfig config;
  float dropout = 0;
  Options(object, "languageModel")
      .read("vocabulary", config.vocabulary)
      .read("embeddingDim", config.embedding_dim)
      .read("units", config.units)
      .read("dropout", dropout)
      .read("seed", config.seed)
      .end();
  require_range(dropout == 0, "expected dropout 0, the only one there is yet, got ", dropout);
  return config;
}

LanguageFitConfig language_fit_config(const val& object) {
  LanguageFitConfig config;
  Options(object, "fit")
      .read("sequenceLength", config.sequence_length)
      .read("batchSize", config.batch_size)
      .read("steps", config.steps)
      .read("epochs", config.epochs)
      .read("learningRate", config.learning_rate)
      .read("clipNorm", config.clip_norm)
      .end();
  return config;
}

Sampler sampler(const val& object) {
  SamplerConfig config;
  Options(object, "generate")
      .read("temperature", config.temperature)
      .read("topK", config.top_k)
      .read("topP", config.top_p)
      .read("seed", config.seed)
      .end();
  return Sampler(config);
}

}  // namespace lstm::bindings
