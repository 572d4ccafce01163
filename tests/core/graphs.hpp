// Graphs to try, and the gradients of all their weights.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/layers.hpp"
#include "lstm/sequential.hpp"
#include "normals.hpp"

namespace graphs {

using namespace lstm;

inline constexpr Index N = 4, T = 5, F = 3;

inline InputConfig sequences(const char* name) {
  return {.shape = {.features = F, .sequence = true}, .name = name};
}

inline LstmConfig every_step(Index units) { return {.units = units, .return_sequences = true}; }

// Data of a model, for its inputs and outputs in order.
struct Samples {
  std::vector<Tensor> x, y;
  std::vector<const Tensor*> x_ = {}, y_ = {};

  Examples examples() {
    x_.clear();
    y_.clear();
    for (const Tensor& tensor : x) x_.push_back(&tensor);
    for (const Tensor& tensor : y) y_.push_back(&tensor);
    return {x_, y_};
  }
};

inline Samples of(Shape out) { return {{normals({N, T, F}, 5)}, {normals(std::move(out), 6)}}; }

inline Batch whole(Dataset& data) {
  static std::vector<Index> all(N);
  std::iota(all.begin(), all.end(), Index{0});
  return data.gather(all);
}

inline std::vector<float> gradient_of(Sequential& model, Samples& samples) {
  Dataset data = model.dataset(samples.examples());
  const Batch batch = whole(data);
  const std::vector<float> before(model.parameters().values().begin(),
                                  model.parameters().values().end());
  model.train_step(batch);  // which leaves the gradient
  std::ranges::copy(before, model.parameters().values().begin());
  const auto gradients = model.parameters().gradients();
  return {gradients.begin(), gradients.end()};
}

inline double loss_of(Sequential& model, Samples& samples) {
  model.parameters();  // were changed
  Dataset data = model.dataset(samples.examples());
  return model.score(whole(data)).loss();
}

// Of every weight, against a central difference: float32 leaves some 1e-7 / h of it.
inline void check_gradients(Sequential& model, Samples samples) {
  const auto gradient = gradient_of(model, samples);
  constexpr float h = 1e-2f;
  double largest = 0;
  for (const float d : gradient) largest = std::max<double>(largest, std::abs(d));
  for (const auto& tensor : model.network().parameters().tensors()) {
    CAPTURE(tensor.name);
    const auto first = tensor.value.data - model.parameters().values().data();
    for (Index n = 0; n < tensor.value.size(); ++n) {
      float& w = model.parameters().values()[static_cast<std::size_t>(first + n)];
      const float at = w;
      w = at + h;
      const double above = loss_of(model, samples);
      w = at - h;
      const double below = loss_of(model, samples);
      w = at;
      const double numeric = (above - below) / (2.0 * h);
      CHECK(std::abs(numeric - gradient[static_cast<std::size_t>(first + n)]) < 2e-3 * largest);
    }
  }
  CHECK(largest > 1e-3);
}

inline Sequential compiled(Graph graph) {
  Sequential model(std::move(graph), 7);
  model.compile({.optimizer = {.rule = SgdConfig{}, .learning_rate = 0.01f}});
  return model;
}

}  // namespace graphs
