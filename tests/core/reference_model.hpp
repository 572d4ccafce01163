// A stack of layers in double, one sample at a time, in plain loops: what the fast core is compared
// with, and what is differentiated numerically.
#pragma once

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "kernels/reference.hpp"
#include "layers/dropout.hpp"
#include "lstm/sequential.hpp"

namespace lstm::reference {

using Row = std::vector<double>;
using Sequence = std::vector<Row>;  // [T][F]

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

  // The state of each LSTM before the first step, in order; one (h, c) for all samples.
  std::vector<std::pair<Row, Row>> initial_states;

  // From here on as in training, with the masks that a network draws for a batch of B from this
  // stream.
  void draw_masks(Index F, Index T, Index B, Random random) {
    batch_ = static_cast<std::size_t>(B);
    Index rows = T * B;
    const auto draw = [&](Index count, float rate) {
      if (rate == 0) return;
      std::vector<float> mask(static_cast<std::size_t>(count * F));
      draw_mask({mask.data(), count, F}, rate, random);
      masks_.emplace_back(mask.begin(), mask.end());
    };
    const auto draw_lstm = [&](const LstmConfig& config, Index input) {
      F = input;
      draw(B, config.dropout);
      F = config.units;
      draw(B, config.recurrent_dropout);
      if (!config.return_sequences) rows = B;
    };
    for (const auto& config : configs_) {
      if (const auto* dropout = config.as<DropoutConfig>()) draw(rows, dropout->rate);
      if (const auto* embedding = config.as<EmbeddingConfig>()) F = embedding->output_dim;
      if (const auto* dense = config.as<DenseConfig>()) F = dense->units;
      if (const auto* lstm = config.as<LstmConfig>()) draw_lstm(*lstm, F);
      if (const auto* both = config.as<BidirectionalConfig>()) {
        const Index input = F;
        draw_lstm(*both->layer.as<LstmConfig>(), input);
        draw_lstm(*both->layer.as<LstmConfig>(), input);
        if (both->merge == MergeMode::concat) F *= 2;
      }
    }
  }

  // Outputs of one sample; x holds its tokens, or its vectors. Without the head: logits. `sample`
  // is its place in the batch that masks were drawn for.
  Sequence outputs(const std::vector<Token>& tokens, const Sequence& vectors, bool head,
                   std::size_t sample = 0) const {
    Sequence flow = vectors;
    Cursor at{.sample = sample, .counts = std::vector<bool>(vectors.size() + tokens.size(), true)};
    for (std::size_t n = 0; n < configs_.size(); ++n) {
      if (const auto* embedding = configs_[n].as<EmbeddingConfig>()) {
        flow = embed(*embedding, tokens, weights_[at.weight++]);
        for (std::size_t t = 0; t < tokens.size(); ++t) {
          at.counts[t] = !embedding->mask_zero || tokens[t] != 0;
        }
      } else if (const auto* lstm = configs_[n].as<LstmConfig>()) {
        flow = scan(*lstm, flow, at, lstm->go_backwards);
        if (!lstm->return_sequences) flow = {flow.back()};
        if (lstm->go_backwards) std::reverse(at.counts.begin(), at.counts.end());
      } else if (const auto* both = configs_[n].as<BidirectionalConfig>()) {
        const LstmConfig& half = *both->layer.as<LstmConfig>();
        Sequence a = scan(half, flow, at, false), b = scan(half, flow, at, true);
        if (!half.return_sequences) a = {a.back()}, b = {b.back()};
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
      } else {
        const auto& dense = *configs_[n].as<DenseConfig>();
        for (Row& row : flow) {
          row = affine(row, weights_[at.weight], bias(dense.use_bias, at.weight + 1));
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
    std::size_t weight = 0, lstm = 0, mask = 0;
    std::size_t sample;
    std::vector<bool> counts;
  };

  const Row* bias(bool used, std::size_t index) const { return used ? &weights_[index] : nullptr; }

  const Row* next_mask(float rate, Cursor& at) const {
    return rate > 0 && !masks_.empty() ? &masks_[at.mask++] : nullptr;
  }

  // x times a row of the mask, where there is one
  static Row dropped(Row x, const Row* mask, std::size_t row) {
    for (std::size_t k = 0; mask && k < x.size(); ++k) x[k] *= (*mask)[row * x.size() + k];
    return x;
  }

  static Row affine(const Row& x, const Row& weight, const Row* bias) {
    Row y(weight.size() / x.size());
    if (bias) y = *bias;
    add_a_bt(x.data(), weight.data(), y.data(), 1, static_cast<Index>(x.size()),
             static_cast<Index>(y.size()));
    return y;
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

  // h of every step, in the order of reading.
  Sequence scan(const LstmConfig& config, const Sequence& x, Cursor& at, bool backwards) const {
    const auto H = static_cast<std::size_t>(config.units);
    Row h(H), c(H);
    if (at.lstm < initial_states.size()) std::tie(h, c) = initial_states[at.lstm];
    const Row* x_mask = next_mask(config.dropout, at);
    const Row* h_mask = next_mask(config.recurrent_dropout, at);
    Sequence all;
    for (std::size_t s = 0; s < x.size(); ++s) {
      const std::size_t t = backwards ? x.size() - 1 - s : s;
      if (at.counts[t]) {
        Row z = affine(dropped(x[t], x_mask, at.sample), weights_[at.weight],
                       bias(config.use_bias, at.weight + 2));
        const Row recurrent =
            affine(dropped(h, h_mask, at.sample), weights_[at.weight + 1], nullptr);
        for (std::size_t n = 0; n < z.size(); ++n) z[n] += recurrent[n];
        lstm_step({config.activation, config.recurrent_activation}, z.data(), c.data(), h.data(),
                  Index{1}, config.units);
      }
      all.push_back(h);
    }
    at.weight += config.use_bias ? 3 : 2;
    ++at.lstm;
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
        switch (kind) {
          case ActivationKind::linear:
            break;
          case ActivationKind::sigmoid:
            x = sigmoid(x);
            break;
          case ActivationKind::tanh:
            x = std::tanh(x);
            break;
          case ActivationKind::relu:
            x = std::max(x, 0.0);
            break;
          case ActivationKind::softmax:
            x = std::exp(x - lse);
            break;
        }
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
    }
  }
  return kind == LossKind::categorical_crossentropy ? sum : sum / static_cast<double>(K);
}

}  // namespace lstm::reference
