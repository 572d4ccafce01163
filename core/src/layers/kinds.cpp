#include "layers/kind.hpp"

#include "lstm/graph.hpp"
#include "lstm/layers.hpp"

namespace lstm {

// A new layer is a file of its own and a row here.
std::span<const LayerKind* const> layer_kinds() {
  static constexpr const LayerKind* kinds[] = {
      &EmbeddingConfig::kind,
      &LstmConfig::kind,
      &GruConfig::kind,
      &SimpleRnnConfig::kind,
      &BidirectionalConfig::kind,
      &DenseConfig::kind,
      &DropoutConfig::kind,
      &LayerNormalizationConfig::kind,
      &MaskingConfig::kind,
      &ActivationConfig::kind,
      &BatchNormalizationConfig::kind,
      &Conv1DConfig::kind,
      &Conv2DConfig::kind,
      &MaxPooling1DConfig::kind,
      &MaxPooling2DConfig::kind,
      &AveragePooling1DConfig::kind,
      &AveragePooling2DConfig::kind,
      &GlobalMaxPooling1DConfig::kind,
      &GlobalAveragePooling1DConfig::kind,
      &ZeroPadding1DConfig::kind,
      &FlattenConfig::kind,
      &ReshapeConfig::kind,
      &PermuteConfig::kind,
      &RepeatVectorConfig::kind,
      &TimeDistributedConfig::kind,
      &SpatialDropout1DConfig::kind,
      &GaussianNoiseConfig::kind,
      &AddConfig::kind,
      &MultiplyConfig::kind,
      &AverageConfig::kind,
      &ConcatenateConfig::kind,
      &AttentionConfig::kind,
      &AdditiveAttentionConfig::kind,
      &InputConfig::kind,
      &SharedConfig::kind,
  };
  return kinds;
}

void common_fields(Fields& visit, std::string& name, bool& trainable) {
  visit("name", name);
  visit("trainable", trainable);
}

void shape_field(Fields& visit, Signature& shape, const Shapes& shapes) {
  visit("inputShape", shape, shapes.words, shapes.most_axes);
}

bool LayerField::become(std::string_view type) {
  for (const LayerKind* kind : layer_kinds()) {
    if (type != kind->type || !fits(*kind)) continue;
    config_ = kind->fresh();
    return true;
  }
  return false;
}

std::string LayerField::makers() const {
  std::string all;
  for (const LayerKind* kind : layer_kinds()) {
    if (kind->made && fits(*kind))
      all += std::string(all.empty() ? "" : ", ") + "layers." + kind->type;
  }
  return all;
}

std::string LayerField::expected(const std::string&) const {
  return "expected layers made by " + makers();
}

}  // namespace lstm
