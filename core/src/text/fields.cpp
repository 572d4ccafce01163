#include "text/fields.hpp"

#include "learning/schedule_field.hpp"

namespace lstm {

void fields(Fields& visit, LanguageModelConfig& c) {
  visit("vocabulary", c.vocabulary);
  visit("embeddingDim", c.embedding_dim);
  visit("units", c.units);
  visit("dropout", c.dropout);
  visit("seed", c.seed);
  if (!visit.writes() || c.cell != LanguageModelConfig{}.cell) visit("cell", c.cell);
}

void fields(Fields& visit, LanguageFitConfig& c) {
  LearningRateField rate(c.learning_rate);
  visit("sequenceLength", c.sequence_length);
  visit("batchSize", c.batch_size);
  visit("steps", c.steps);
  visit("epochs", c.epochs);
  visit("initialStep", c.initial_step);
  visit("learningRate", rate);
  visit("clipNorm", c.clip_norm);
  c.learning_rate = *rate.rate;
}

void fields(Fields& visit, SamplerConfig& c) {
  visit("temperature", c.temperature);
  visit("topK", c.top_k);
  visit("topP", c.top_p);
  visit("seed", c.seed);
  visit("exclude", c.exclude);
}

}  // namespace lstm
