#include "gradient_check.hpp"
#include "graph/network.hpp"
#include "layers/recurrent.hpp"
#include "learning/batch.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "lstm/config.hpp"
#include "normals.hpp"
#include "reference_model.hpp"

using namespace lstm;

namespace {

struct Data {
  Tensor x, y, weights;

  Data(const Network& network, const Problem& problem, Random& random) {
    const bool tokens = network.input().tokens;
    x.shape = {problem.samples, problem.time};
    if (tokens) {
      std::vector<Token> values(static_cast<std::size_t>(x.size()));
      for (auto& value : values) value = static_cast<Token>(random.below(vocabulary));
      x.data = values;
    } else {
      x.shape.push_back(input_features);
      x.data = normals(x.size(), random);
    }
    const Signature out = network.output();
    const bool sparse = problem.loss == LossKind::sparse_categorical_crossentropy;
    y.shape = {problem.samples};
    if (out.sequence) y.shape.push_back(problem.time);
    if (!sparse) y.shape.push_back(out.features);
    std::vector<float> targets = normals(y.size(), random);
    for (auto& target : targets) {
      if (sparse) target = static_cast<float>(random.below(out.features));
      if (problem.loss == LossKind::binary_crossentropy) target = target > 0 ? 1.0f : 0.0f;
      if (problem.loss == LossKind::categorical_crossentropy) target = std::abs(target);
    }
    if (problem.loss == LossKind::categorical_crossentropy) make_shares(targets, out.features);
    y.data = targets;
    weights.shape = {problem.samples};
    if (out.sequence) weights.shape.push_back(problem.time);
    weights.data = std::vector<float>(static_cast<std::size_t>(weights.size()), 1.0f);
    if (problem.weighted) weights.data = normals(weights.size(), random);
    if (problem.weighted) std::get<std::vector<float>>(weights.data)[1] = 0;
  }

  // Rows of K whose sum is 1.
  static void make_shares(std::vector<float>& rows, Index K) {
    for (auto row = rows.begin(); row != rows.end(); row += K) {
      const float sum = std::accumulate(row, row + K, 0.0f);
      std::for_each(row, row + K, [=](float& share) { share /= sum; });
    }
  }
};

// The mean loss that the reference gives for the same data.
double reference_loss(const reference::Model& model, const Problem& problem, const Data& data) {
  const bool head = !takes_logits(problem.loss);
  const auto y = as_values(data.y);
  const std::vector<double> targets(y.begin(), y.end());
  const auto weights = as_values(data.weights);
  double sum = 0;
  std::size_t rows = 0;
  const bool sparse = problem.loss == LossKind::sparse_categorical_crossentropy;
  for (Index n = 0; n < problem.samples; ++n) {
    std::vector<Token> tokens;
    reference::Sequence vectors;
    if (const auto* all = std::get_if<std::vector<Token>>(&data.x.data)) {
      tokens.assign(all->begin() + n * problem.time, all->begin() + (n + 1) * problem.time);
    } else {
      const auto& values = std::get<std::vector<float>>(data.x.data);
      for (Index t = 0; t < problem.time; ++t) {
        const auto from = values.begin() + (n * problem.time + t) * input_features;
        vectors.emplace_back(from, from + input_features);
      }
    }
    for (const auto& row : model.outputs(tokens, vectors, head, static_cast<std::size_t>(n))) {
      const std::size_t width = sparse ? 1 : row.size();
      sum += weights[rows] * reference::loss(problem.loss, row, targets.data() + rows * width);
      ++rows;
    }
  }
  return sum / static_cast<double>(rows);
}

// States to begin with, the same in every sample.
void carry(const Network& network, Index samples, Random& random, States& states,
           reference::Model& exact) {
  for (std::size_t n = 0; n < states.size(); ++n) {
    std::vector<const Recurrent*> halves;  // or the layer itself
    network.layer(n).add_recurrent(halves);
    State one(states[n].size());
    for (const Recurrent* half : halves) {
      auto& its = exact.initial_states.emplace_back();
      for (auto& part : one) {
        const auto values = normals(half->units(), random);
        its.emplace_back(values.begin(), values.end());
        part.insert(part.end(), values.begin(), values.end());
      }
    }
    for (Index b = 0; b < samples; ++b) {
      for (std::size_t p = 0; p < one.size(); ++p) {
        states[n][p].insert(states[n][p].end(), one[p].begin(), one[p].end());
      }
    }
  }
}

constexpr double h = 1e-5;  // error of the central difference: h^2, and 1e-16 / h; both 1e-10

}  // namespace

std::vector<Difference> gradient_differences(const Problem& problem) {
  CAPTURE(problem.name);
  Sequential model(problem.layers, 5);
  model.compile({.loss = problem.loss});
  Random random(9);
  Network& network = model.network();
  for (const auto& tensor : network.parameters().tensors()) {  // so that no bias is zero
    for (Index n = 0; n < tensor.value.size(); ++n) tensor.value.data[n] += 0.2f * random.normal();
  }
  const Data data(network, problem, random);
  reference::Model exact(problem.layers, network.parameters());

  States states = network.zero_states();
  if (problem.carried_state) carry(network, problem.samples, random, states, exact);

  Dataset set = model.dataset(data.x, data.y, problem.weighted ? &data.weights : nullptr);
  std::vector<Index> all(static_cast<std::size_t>(problem.samples));
  std::iota(all.begin(), all.end(), Index{0});
  const Batch batch = set.gather(all);
  const bool head = !takes_logits(problem.loss);
  Random masks(31);
  if (problem.training) {
    exact.draw_masks(network.input().features, problem.time, problem.samples, masks);
  }
  const ConstView y =
      network
          .forward(batch.x.front(), &states, head ? Network::Until::head : Network::Until::logits,
                   problem.training ? &masks : nullptr)
          .values;
  Buffer buffer;
  const View d_y = buffer.view(y.rows, y.cols);
  const Score result = score(problem.loss, y, batch.y.front(), static_cast<double>(y.rows), d_y);
  CHECK(result.loss() ==
        doctest::Approx(reference_loss(exact, problem, data)).epsilon(gradient_tolerance));
  network.backward(d_y);

  const auto tensors = network.parameters().tensors();
  std::vector<Difference> differences;
  for (std::size_t k = 0; k < tensors.size(); ++k) {
    if (!tensors[k].by_gradient) continue;
    Difference& its = differences.emplace_back(Difference{tensors[k].name, 0, 0});
    for (std::size_t n = 0; n < exact.weight(k).size(); ++n) {
      double& w = exact.weight(k)[n];
      const double at = w;
      w = at + h;
      const double above = reference_loss(exact, problem, data);
      w = at - h;
      const double below = reference_loss(exact, problem, data);
      w = at;
      const double numeric = (above - below) / (2 * h);
      its.largest = std::max(its.largest, std::abs(numeric));
      its.worst = std::max(its.worst, std::abs(numeric - tensors[k].gradient.data[n]));
    }
  }
  return differences;
}

void check_gradients(const Problem& problem) {
  CAPTURE(problem.name);
  CAPTURE(to_json(ModelConfig{{problem.layers}, 0}));
  for (const auto& [tensor, largest, worst] : gradient_differences(problem)) {
    CAPTURE(tensor);
    const bool unused = problem.time == 1 && tensor.ends_with("weight_hh_l0");
    CHECK((largest > 1e-6) != unused);  // h_0 is zero
    CHECK(worst <= gradient_tolerance * largest);
  }
}
