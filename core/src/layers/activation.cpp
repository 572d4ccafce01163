#include "layers/activation.hpp"

#include <algorithm>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"

namespace lstm {

namespace {

void linear(const float* x, float* y, Index size) { std::copy_n(x, size, y); }
void linear_backward(const float*, float*, Index) {}

void softmax(const float* x, float* y, Index size) { kernels::softmax(x, y, size); }

// Over rows: y = f(x), and d = d_y becomes d_x, in the order of ActivationKind.
struct {
  const char* name;
  void (*forward)(const float* x, float* y, Index size);
  void (*backward)(const float* y, float* d, Index size);
  bool by_row;  // or each number by itself
} constexpr rows[] = {
    {"linear", linear, linear_backward, false},
    {"sigmoid", kernels::sigmoid, kernels::sigmoid_backward, false},
    {"tanh", kernels::tanh, kernels::tanh_backward, false},
    {"relu", kernels::relu, kernels::relu_backward, false},
    {"softmax", softmax, kernels::softmax_backward, true},
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

Activations Activation::forward(const Activations& x, State*, Random*) {
  last_y_ = y_.view(x.values.rows, x.values.cols);
  over(row_of(kind_).by_row, row_of(kind_).forward, x.values.data, last_y_);
  return x.with(last_y_);
}

View Activation::backward(const Activations&, View d_y, bool) {
  over(row_of(kind_).by_row, row_of(kind_).backward, last_y_.data, d_y);
  return d_y;
}

}  // namespace lstm
