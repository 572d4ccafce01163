#include "lstm/bidirectional.hpp"

#include <algorithm>

#include "kernels/vectors.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

LstmConfig half_of(const BidirectionalConfig& config) {
  require(!config.layer.go_backwards, "expected goBackwards to be false in the layer of '",
          config.name, "', which reads both ways");
  LstmConfig half = config.layer;
  half.name = config.name;
  return half;
}

// x [N, F] to or from the columns of y from `first` on.
void put(ConstView x, View y, Index first) {
  for (Index n = 0; n < x.rows; ++n) std::copy_n(x.row(n), x.cols, y.row(n) + first);
}
void take(View x, ConstView y, Index first) {
  for (Index n = 0; n < x.rows; ++n) std::copy_n(y.row(n) + first, x.cols, x.row(n));
}

using Numbers = std::vector<float>;

View rows(Numbers& numbers, Index B) {
  return {numbers.data(), B, static_cast<Index>(numbers.size()) / B};
}

// both [B, 2H] -> a, b [B, H]; or all empty
void split(Numbers& both, Index B, Numbers& a, Numbers& b) {
  a.resize(both.size() / 2);
  b.resize(both.size() / 2);
  const View from = rows(both, B);
  take(rows(a, B), from, 0);
  take(rows(b, B), from, from.cols / 2);
}

void join(Numbers& a, Numbers& b, Index B, Numbers& both) {
  both.resize(2 * a.size());
  const View to = rows(both, B);
  put(rows(a, B), to, 0);
  put(rows(b, B), to, to.cols / 2);
}

}  // namespace

Bidirectional::Bidirectional(const BidirectionalConfig& config, const Signature& input)
    : Layer(config.name),
      merge_(config.merge),
      forward_(half_of(config), input, Lstm::Half::forward),
      backward_(half_of(config), input, Lstm::Half::backward) {}

Signature Bidirectional::output() const {
  Signature both = forward_.output();
  if (merge_ == MergeMode::concat) both.features *= 2;
  return both;
}

std::vector<ParameterSpec> Bidirectional::parameters() const {
  auto all = forward_.parameters();
  for (auto& spec : backward_.parameters()) all.push_back(std::move(spec));
  return all;
}

void Bidirectional::bind(std::span<const Parameter> parameters) {
  const auto half = parameters.size() / 2;
  forward_.bind(parameters.first(half));
  backward_.bind(parameters.subspan(half));
}

void Bidirectional::initialize(Random& random) {
  forward_.initialize(random);
  backward_.initialize(random);
}

void Bidirectional::weights_changed() {
  forward_.weights_changed();
  backward_.weights_changed();
}

Activations Bidirectional::forward(const Activations& x, State* state, Random* random) {
  if (state) {
    split(state->h, x.batch, state_a_.h, state_b_.h);
    split(state->c, x.batch, state_a_.c, state_b_.c);
  }
  Activations out = forward_.forward(x, state ? &state_a_ : nullptr, random);
  a_ = out.values;
  b_ = backward_.forward(x, state ? &state_b_ : nullptr, random).values;
  if (state) {
    join(state_a_.h, state_b_.h, x.batch, state->h);
    join(state_a_.c, state_b_.c, x.batch, state->c);
  }

  const View y = y_.view(a_.rows, output().features);
  switch (merge_) {
    case MergeMode::concat:
      put(a_, y, 0);
      put(b_, y, a_.cols);
      break;
    case MergeMode::sum:
    case MergeMode::ave:
      put(a_, y, 0);
      kernels::add_scaled(1, b_.data, y.data, y.size());
      if (merge_ == MergeMode::ave) kernels::scale(0.5f, y.data, y.size());
      break;
    case MergeMode::mul:
      kernels::multiply(a_.data, b_.data, y.data, y.size());
      break;
  }
  out.values = y;
  return out;
}

View Bidirectional::backward(const Activations& x, View d_y, bool want_d_x) {
  const View d_a = d_a_.view(a_.rows, a_.cols), d_b = d_b_.view(b_.rows, b_.cols);
  switch (merge_) {
    case MergeMode::concat:
      take(d_a, d_y, 0);
      take(d_b, d_y, d_a.cols);
      break;
    case MergeMode::sum:
    case MergeMode::ave:
      if (merge_ == MergeMode::ave) kernels::scale(0.5f, d_y.data, d_y.size());
      take(d_a, d_y, 0);
      take(d_b, d_y, 0);
      break;
    case MergeMode::mul:
      kernels::multiply(d_y.data, b_.data, d_a.data, d_y.size());
      kernels::multiply(d_y.data, a_.data, d_b.data, d_y.size());
      break;
  }
  const View d_x = forward_.backward(x, d_a, want_d_x);
  const View other = backward_.backward(x, d_b, want_d_x);
  if (d_x.data) kernels::add_scaled(1, other.data, d_x.data, d_x.size());
  return d_x;
}

}  // namespace lstm
