#include "configs.hpp"

#include "options.hpp"

namespace lstm::bindings {

namespace {

// Of a first layer: [T or null, features].
Index features_of(const val& shape, std::size_t axes, const std::string& where) {
  if (shape.isUndefined()) return 0;
  const bool fits = shape.isArray() && shape["length"].as<std::size_t>() == axes &&
                    shape[axes - 1].isNumber() && shape[axes - 1].as<double>() >= 1;
  require(fits, "expected inputShape in ", where, " to be ",
          axes == 2 ? "[steps or null, features]" : "[features]", ", got [",
          shape.call<std::string>("toString"), "]");
  return static_cast<Index>(shape[axes - 1].as<double>());
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
  val input_shape;
  options.read("units", config.units)
      .read("returnSequences", config.return_sequences)
      .read("useBias", config.use_bias)
      .read("unitForgetBias", config.unit_forget_bias)
      .read("inputShape", input_shape)
      .read("name", config.name);
  config.input_features = features_of(input_shape, 2, "lstm");
  return config;
}

DenseConfig dense_config(Options& options) {
  DenseConfig config;
  val input_shape;
  options.read("units", config.units)
      .choose("activation", config.activation,
              {{"linear", ActivationKind::linear},
               {"sigmoid", ActivationKind::sigmoid},
               {"tanh", ActivationKind::tanh},
               {"relu", ActivationKind::relu},
               {"softmax", ActivationKind::softmax}})
      .read("useBias", config.use_bias)
      .read("inputShape", input_shape)
      .read("name", config.name);
  config.input_sequence = input_shape.isArray() && input_shape["length"].as<int>() == 2;
  config.input_features = features_of(input_shape, config.input_sequence ? 2 : 1, "dense");
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
  Options(object, "languageModel")
      .read("vocabulary", config.vocabulary)
      .read("embeddingDim", config.embedding_dim)
      .read("units", config.units)
      .read("seed", config.seed)
      .end();
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
  float temperature = 1;
  std::uint64_t seed = 0;
  Options(object, "generate").read("temperature", temperature).read("seed", seed).end();
  return Sampler(temperature, seed);
}

}  // namespace lstm::bindings
