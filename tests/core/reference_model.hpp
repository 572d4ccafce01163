// A stack of layers in double, one sample at a time, in plain loops: what the fast core is compared
// with, and what is differentiated numerically.
#pragma once

#include <map>
#include <vector>

#include "kernels/reference.hpp"
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

  // Outputs of one sample; x holds its tokens, or its vectors. Without the head: logits.
  Sequence outputs(const std::vector<Token>& tokens, const Sequence& vectors, bool head) const {
    Sequence flow = vectors;
    std::size_t weight = 0, lstms = 0;
    for (std::size_t n = 0; n < configs_.size(); ++n) {
      if (const auto* embedding = std::get_if<EmbeddingConfig>(&configs_[n])) {
        flow = embed(*embedding, tokens, weights_[weight++]);
      } else if (const auto* lstm = std::get_if<LstmConfig>(&configs_[n])) {
        flow = scan(*lstm, flow, weight, lstms++);
        weight += lstm->use_bias ? 3 : 2;
      } else {
        const auto& dense = std::get<DenseConfig>(configs_[n]);
        for (Row& row : flow) row = affine(row, weights_[weight], bias(dense.use_bias, weight + 1));
        weight += dense.use_bias ? 2 : 1;
        if (head || n + 1 < configs_.size()) activate(dense.activation, flow);
      }
    }
    return flow;
  }

 private:
  const Row* bias(bool used, std::size_t index) const { return used ? &weights_[index] : nullptr; }

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

  Sequence scan(const LstmConfig& config, const Sequence& x, std::size_t weight,
                std::size_t lstm) const {
    const auto H = static_cast<std::size_t>(config.units);
    Row h(H), c(H);
    if (lstm < initial_states.size()) std::tie(h, c) = initial_states[lstm];
    Sequence all;
    for (const Row& x_t : x) {
      Row z = affine(x_t, weights_[weight], bias(config.use_bias, weight + 2));
      const Row recurrent = affine(h, weights_[weight + 1], nullptr);
      for (std::size_t n = 0; n < z.size(); ++n) z[n] += recurrent[n];
      lstm_step(z.data(), c.data(), h.data(), Index{1}, config.units);
      all.push_back(h);
    }
    return config.return_sequences ? all : Sequence{h};
  }

  static void activate(ActivationKind kind, Sequence& flow) {
    for (Row& row : flow) {
      const double lse = log_sum_exp(row.data(), static_cast<Index>(row.size()));
      for (double& x : row) {
        switch (kind) {
          case ActivationKind::linear: break;
          case ActivationKind::sigmoid: x = sigmoid(x); break;
          case ActivationKind::tanh: x = std::tanh(x); break;
          case ActivationKind::relu: x = std::max(x, 0.0); break;
          case ActivationKind::softmax: x = std::exp(x - lse); break;
        }
      }
    }
  }

  std::vector<LayerConfig> configs_;
  std::vector<Row> weights_;
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
      case LossKind::mean_squared_error: sum += difference * difference; break;
      case LossKind::mean_absolute_error: sum += std::abs(difference); break;
      case LossKind::sparse_categorical_crossentropy: break;  // above
    }
  }
  return kind == LossKind::categorical_crossentropy ? sum : sum / static_cast<double>(K);
}

}  // namespace lstm::reference
