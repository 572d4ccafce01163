// A stack of layers in double, one sample at a time, in plain loops: what the fast core is compared
// with, and what is differentiated numerically.
#pragma once

#include <algorithm>
#include <vector>

#include "layers/dropout.hpp"
#include "lstm/sequential.hpp"
#include "reference_layers.hpp"

namespace lstm::reference {

class Model {
 public:
  // Copies the weights of a network that was built from the same configs.
  Model(std::vector<LayerConfig> configs, const Parameters& parameters)
      : configs_(std::move(configs)) {
    for (const auto& tensor : parameters.tensors()) {
      const float* data = tensor.value.data;
      weights_.emplace_back(data, data + tensor.value.size());
    }
  }

  Row& weight(std::size_t tensor) { return weights_[tensor]; }

  // The state of each recurrent layer, or half of one, before the first step, in order; the same in
  // all samples.
  std::vector<State> initial_states;

  // From here on as in training, with the masks that a network draws for a batch of B from this
  // stream.
  void draw_masks(Index F, Index T, Index B, Random random) {
    batch_ = static_cast<std::size_t>(B);
    Index rows = T * B;
    const auto draw = [&](Index count, Index width, float rate) {
      if (rate == 0) return;
      std::vector<float> mask(static_cast<std::size_t>(count * width));
      draw_mask({mask.data(), count, width}, rate, random);
      masks_.emplace_back(mask.begin(), mask.end());
    };
    const auto draw_recurrent = [&](const RecurrentOptions& options, int halves) {
      for (int half = 0; half < halves; ++half) {
        draw(B, F, options.dropout);
        draw(B, options.units, options.recurrent_dropout);
      }
      F = options.units;
      if (!options.return_sequences) rows = B;
    };
    for (const auto& config : configs_) {
      if (const auto* dropout = config.as<DropoutConfig>()) draw(rows, F, dropout->rate);
      if (const auto* embedding = config.as<EmbeddingConfig>()) F = embedding->output_dim;
      if (const auto* dense = config.as<DenseConfig>()) F = dense->units;
      if (const auto layer = recurrent_of(config)) draw_recurrent(layer->options, 1);
      if (const auto* both = config.as<BidirectionalConfig>()) {
        draw_recurrent(recurrent_of(both->layer)->options, 2);
        if (both->merge == MergeMode::concat) F *= 2;
      }
    }
  }

  // Outputs of one sample; x holds its tokens, or its vectors. Without the head: logits. `sample`
  // is its place in the batch that masks were drawn for.
  Sequence outputs(const std::vector<Token>& tokens, const Sequence& vectors, bool head,
                   std::size_t sample = 0) const {
    Sequence flow = vectors;
    std::vector<Index> axes;
    Cursor at{.sample = sample, .counts = std::vector<bool>(vectors.size() + tokens.size(), true)};
    for (std::size_t n = 0; n < configs_.size(); ++n) {
      if (const auto* embedding = configs_[n].as<EmbeddingConfig>()) {
        flow = embed(*embedding, tokens, weights_[at.weight++]);
        for (std::size_t t = 0; t < tokens.size(); ++t) {
          at.counts[t] = !embedding->mask_zero || tokens[t] != 0;
        }
      } else if (const auto layer = recurrent_of(configs_[n])) {
        const bool turns = layer->options.go_backwards;
        flow = scan(*layer, flow, at, turns);
        if (!layer->options.return_sequences) flow = {flow.back()};
        if (turns) std::reverse(at.counts.begin(), at.counts.end());
      } else if (const auto* both = configs_[n].as<BidirectionalConfig>()) {
        const RecurrentLayer half = *recurrent_of(both->layer);
        Sequence a = scan(half, flow, at, false), b = scan(half, flow, at, true);
        if (!half.options.return_sequences) a = {a.back()}, b = {b.back()};
        std::ranges::reverse(b);
        flow = merge(both->merge, a, b);
      } else if (const auto* dropout = configs_[n].as<DropoutConfig>()) {
        const Row* mask = next_mask(dropout->rate, at);
        for (std::size_t t = 0; mask && t < flow.size(); ++t) {
          flow[t] = dropped(flow[t], mask, t * batch_ + sample);
        }
      } else if (const auto* norm = configs_[n].as<LayerNormalizationConfig>()) {
        for (Row& row : flow) {
          normalize(row, norm->epsilon, weights_[at.weight], weights_[at.weight + 1]);
        }
        at.weight += 2;
      } else if (!configs_[n].as<DenseConfig>() || !axes.empty()) {
        Flow its{flow, axes};
        at.weight += *apply_any(configs_[n], Weights(weights_).subspan(at.weight), its);
        flow = its.rows;
        axes = its.axes;
      } else {
        const auto& dense = *configs_[n].as<DenseConfig>();
        for (Row& row : flow) {
          row =
              affine(row, weights_[at.weight], dense.use_bias ? &weights_[at.weight + 1] : nullptr);
        }
        at.weight += dense.use_bias ? 2 : 1;
        if (head || n + 1 < configs_.size()) activate(dense.activation, flow);
      }
    }
    return flow;
  }

 private:
  // What the layers so far have taken of the weights, states and masks; which steps count.
  struct Cursor {
    std::size_t weight = 0, state = 0, mask = 0;
    std::size_t sample;
    std::vector<bool> counts;
  };

  const Row* next_mask(float rate, Cursor& at) const {
    return rate > 0 && !masks_.empty() ? &masks_[at.mask++] : nullptr;
  }

  // x times a row of the mask, where there is one
  static Row dropped(Row x, const Row* mask, std::size_t row) {
    for (std::size_t k = 0; mask && k < x.size(); ++k) x[k] *= (*mask)[row * x.size() + k];
    return x;
  }

  static Sequence embed(const EmbeddingConfig& config, const std::vector<Token>& tokens,
                        const Row& table) {
    Sequence y;
    for (const Token token : tokens) {
      const auto from = table.begin() + token * config.output_dim;
      y.emplace_back(from, from + config.output_dim);
    }
    return y;
  }

  State next_state(const RecurrentLayer& layer, Cursor& at) const {
    if (at.state < initial_states.size()) return initial_states[at.state++];
    return State(layer.parts, Row(static_cast<std::size_t>(layer.options.units)));
  }

  // h of every step, in the order of reading.
  Sequence scan(const RecurrentLayer& layer, const Sequence& x, Cursor& at, bool backwards) const {
    State state = next_state(layer, at);
    const Row* x_mask = next_mask(layer.options.dropout, at);
    const Row* h_mask = next_mask(layer.options.recurrent_dropout, at);
    const Weights weights = Weights(weights_).subspan(at.weight, layer.tensors);
    at.weight += layer.tensors;
    Sequence all;
    for (std::size_t s = 0; s < x.size(); ++s) {
      const std::size_t t = backwards ? x.size() - 1 - s : s;
      if (t >= at.counts.size() || at.counts[t]) {  // further steps are made by layers
        layer.step(dropped(x[t], x_mask, at.sample), dropped(state[0], h_mask, at.sample), weights,
                   state);
      }
      all.push_back(state[0]);
    }
    return all;
  }

  static Sequence merge(MergeMode mode, Sequence a, const Sequence& b) {
    for (std::size_t t = 0; t < a.size(); ++t) {
      if (mode == MergeMode::concat) {
        a[t].insert(a[t].end(), b[t].begin(), b[t].end());
        continue;
      }
      for (std::size_t k = 0; k < a[t].size(); ++k) {
        a[t][k] = mode == MergeMode::mul ? a[t][k] * b[t][k] : a[t][k] + b[t][k];
        if (mode == MergeMode::ave) a[t][k] /= 2;
      }
    }
    return a;
  }

  static void normalize(Row& row, float epsilon, const Row& weight, const Row& bias) {
    const auto F = static_cast<double>(row.size());
    double mean = 0, variance = 0;
    for (const double x : row) mean += x / F;
    for (const double x : row) variance += (x - mean) * (x - mean) / F;
    for (std::size_t k = 0; k < row.size(); ++k) {
      row[k] = weight[k] * (row[k] - mean) / std::sqrt(variance + epsilon) + bias[k];
    }
  }

  static void activate(ActivationKind kind, Sequence& flow) {
    for (Row& row : flow) {
      const double lse = log_sum_exp(row.data(), static_cast<Index>(row.size()));
      for (double& x : row) {
        x = kind == ActivationKind::softmax ? std::exp(x - lse) : reference::activate(kind, x);
      }
    }
  }

  std::vector<LayerConfig> configs_;
  std::vector<Row> weights_;
  std::vector<Row> masks_;  // in the order of drawing
  std::size_t batch_ = 0;
};

// The loss of one row, straight from its definition. y: its values, or its one class.
inline double loss(LossKind kind, const Row& out, const double* y) {
  const auto K = static_cast<Index>(out.size());
  if (kind == LossKind::sparse_categorical_crossentropy) {
    return log_sum_exp(out.data(), K) - out[static_cast<std::size_t>(*y)];
  }
  double sum = 0;
  for (std::size_t k = 0; k < out.size(); ++k) {
    const double p = sigmoid(out[k]), difference = out[k] - y[k];
    switch (kind) {
      case LossKind::binary_crossentropy:
        sum -= y[k] * std::log(p) + (1 - y[k]) * std::log(1 - p);
        break;
      case LossKind::categorical_crossentropy:
        sum -= y[k] * (out[k] - log_sum_exp(out.data(), K));
        break;
      case LossKind::mean_squared_error:
        sum += difference * difference;
        break;
      case LossKind::mean_absolute_error:
        sum += std::abs(difference);
        break;
      case LossKind::sparse_categorical_crossentropy:
        break;  // above
      case LossKind::ctc:
        break;  // of a whole sequence: ctc_test.cpp
    }
  }
  return kind == LossKind::categorical_crossentropy ? sum : sum / static_cast<double>(K);
}

}  // namespace lstm::reference
