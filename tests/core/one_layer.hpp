// A layer by itself, on time-major rows: the one that a configuration makes, or those that it is
// made of.
#pragma once

#include <vector>

#include "layers/kind.hpp"
#include "lstm/layers.hpp"
#include "normals.hpp"

class OneLayer {
 public:
  OneLayer(lstm::LayerConfig config, const lstm::Signature& input) {
    config.set_name("layer");
    config.kind().add(config, {&input, 1}, chain_);
    std::vector<lstm::ParameterSpec> specs;
    for (const auto& layer : chain_) {
      for (auto& spec : layer->parameters()) specs.push_back(std::move(spec));
    }
    parameters_ = lstm::Parameters(specs);
    lstm::Random random(3);
    bind();
    for (const auto& layer : chain_) layer->initialize(random);
    for (const auto& tensor : parameters_.tensors()) {  // so that no bias is zero
      for (float& value : tensor.value) value += 0.2f * std::abs(random.normal());
    }
  }

  lstm::Parameters& parameters() { return parameters_; }
  const lstm::Layer& last() const { return *chain_.back(); }

  lstm::Index steps(lstm::Index T) const {
    for (const auto& layer : chain_) T = layer->steps(T);
    return T;
  }

  void freeze() {
    parameters_.set_trainable(0, parameters_.tensors().size(), false);
    bind();
  }

  lstm::Activations forward(const lstm::Activations& x, lstm::Random* random = nullptr) {
    flow_ = {x};
    for (const auto& layer : chain_) {
      layer->weights_changed();
      flow_.push_back(layer->forth_alone(flow_.back(), random));
    }
    return flow_.back();
  }

  // d_x, of what is written over: the caller's copy.
  std::vector<float> backward(std::vector<float> d_y) {
    parameters_.zero_gradients();
    const auto& out = flow_.back().values;
    lstm::View d{d_y.data(), out.rows, out.cols};
    for (auto n = chain_.size(); n-- > 0;) d = chain_[n]->back_alone(flow_[n], d, true);
    return {d.begin(), d.end()};
  }

  void learned() {
    for (const auto& layer : chain_) layer->learned();
  }

 private:
  void bind() {
    auto tensors = parameters_.tensors();
    for (const auto& layer : chain_) {
      const auto count = layer->parameters().size();
      layer->bind(tensors.first(count));
      tensors = tensors.subspan(count);
    }
  }

  lstm::Chain chain_;
  lstm::Parameters parameters_;
  std::vector<lstm::Activations> flow_;
};

inline lstm::ConstView rows_of(const std::vector<float>& values, lstm::Index cols) {
  return {values.data(), static_cast<lstm::Index>(values.size()) / cols, cols};
}
