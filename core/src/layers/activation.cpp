#include "layers/activation.hpp"

#include <algorithm>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"
#include "lstm/activation.hpp"

namespace lstm {

namespace {

void linear(const float* x, float* y, Index size) { std::copy_n(x, size, y); }
void linear_backward(const float*, float*, Index) {}

void softmax(const float* x, float* y, Index size) { kernels::softmax(x, y, size); }

// Over rows: y = f(x), and d = d_y becomes d_x, in the order of ActivationKind; without functions
// of its own: kernels::activate.
struct {
  const char* name;
  void (*forward)(const float* x, float* y, Index size) = nullptr;
  void (*backward)(const float* y, float* d, Index size) = nullptr;
  bool by_row = false;  // or each number by itself
} constexpr rows[] = {
    {"linear", linear, linear_backward},
    {"sigmoid", kernels::sigmoid, kernels::sigmoid_backward},
    {"tanh", kernels::tanh, kernels::tanh_backward},
    {"relu", kernels::relu, kernels::relu_backward},
    {"softmax", softmax, kernels::softmax_backward, true},
    {"elu"},
    {"gelu"},
    {"leakyRelu"},
    {"selu"},
    {"softplus"},
    {"softsign"},
    {"swish"},
    {"hardSigmoid"},
    {"hardSigmoidKeras2"},
    {"exponential"},
};

const auto& row_of(ActivationKind kind) { return rows[static_cast<std::size_t>(kind)]; }

// Calls f for each row, or once for all of them.
void over(bool by_row, auto f, const float* from, View to) {
  if (!by_row) return f(from, to.data, to.size());
  for (Index r = 0; r < to.rows; ++r) f(from + r * to.cols, to.row(r), to.cols);
}

}  // namespace

const char* name_of(ActivationKind kind) { return row_of(kind).name; }

void activation_field(Fields& visit, ActivationKind& kind) {
  const char* words[std::size(rows)];
  std::ranges::transform(rows, words, [](const auto& row) { return row.name; });
  visit("activation", kind, words);
}

void add_activation(ActivationKind kind, const std::string& layer, Chain& chain) {
  if (kind == ActivationKind::linear) return;
  const Signature output = chain.back()->output();
  chain.push_back(std::make_unique<Activation>(kind, layer + ".activation", output));
}

Activations Activation::forward(const Activations& x, State*, Random*) {
  const auto& its = row_of(kind_);
  last_y_ = y_.view(x.values.rows, x.values.cols).in_rows_of(signature_.channels());
  if (its.forward) {
    over(its.by_row, its.forward, x.values.data, last_y_);
  } else {
    kernels::activate(kind_, x.values.data, last_y_.data, last_y_.size());
  }
  return x.with(last_y_.in_rows_of(x.values.cols));
}

View Activation::backward(const Activations& x, View d_y, bool) {
  const auto& its = row_of(kind_);
  if (its.backward) {
    over(its.by_row, its.backward, last_y_.data, d_y.in_rows_of(last_y_.cols));
  } else {
    kernels::activate_backward(kind_, x.values.data, last_y_.data, d_y.data, d_y.size());
  }
  return d_y;
}

static void fields(Fields& visit, ActivationConfig& c) {
  activation_field(visit, c.activation);
  common_fields(visit, c);
}

const LayerKind ActivationConfig::kind = kind_of<ActivationConfig>(
    "activation", "activation", "Activation",
    [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
      require_follows(inputs.front(), config.name());
      const ActivationKind its = config.is<ActivationConfig>().activation;
      chain.push_back(std::make_unique<Activation>(its, config.name(), inputs.front()));
    });

}  // namespace lstm
