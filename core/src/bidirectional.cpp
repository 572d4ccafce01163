#include "lstm/bidirectional.hpp"

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

using Numbers = std::vector<float>;

View rows(Numbers& numbers, Index B) {
  return {numbers.data(), B, static_cast<Index>(numbers.size()) / B};
}

// both [B, 2H] -> a, b [B, H]; or all empty
void split(Numbers& both, Index B, Numbers& a, Numbers& b) {
  a.resize(both.size() / 2);
  b.resize(both.size() / 2);
  const View from = rows(both, B);
  rows(a, B).eigen() = from.eigen().leftCols(from.cols / 2);
  rows(b, B).eigen() = from.eigen().rightCols(from.cols / 2);
}

void join(Numbers& a, Numbers& b, Index B, Numbers& both) {
  both.resize(2 * a.size());
  const View to = rows(both, B);
  to.eigen().leftCols(to.cols / 2) = rows(a, B).eigen();
  to.eigen().rightCols(to.cols / 2) = rows(b, B).eigen();
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
  const auto a = a_.eigen(), b = b_.eigen();
  switch (merge_) {
    case MergeMode::concat:
      y.eigen().leftCols(a_.cols) = a;
      y.eigen().rightCols(b_.cols) = b;
      break;
    case MergeMode::sum:
      y.eigen() = a + b;
      break;
    case MergeMode::ave:
      y.eigen() = 0.5f * (a + b);
      break;
    case MergeMode::mul:
      y.eigen() = a.cwiseProduct(b);
      break;
  }
  out.values = y;
  return out;
}

View Bidirectional::backward(const Activations& x, View d_y, bool want_d_x) {
  const View d_a = d_a_.view(a_.rows, a_.cols), d_b = d_b_.view(b_.rows, b_.cols);
  const auto d = d_y.eigen();
  switch (merge_) {
    case MergeMode::concat:
      d_a.eigen() = d.leftCols(d_a.cols);
      d_b.eigen() = d.rightCols(d_b.cols);
      break;
    case MergeMode::sum:
      d_a.eigen() = d;
      d_b.eigen() = d;
      break;
    case MergeMode::ave:
      d_a.eigen() = 0.5f * d;
      d_b.eigen() = 0.5f * d;
      break;
    case MergeMode::mul:
      d_a.eigen() = d.cwiseProduct(b_.eigen());
      d_b.eigen() = d.cwiseProduct(a_.eigen());
      break;
  }
  const View d_x = forward_.backward(x, d_a, want_d_x);
  const View other = backward_.backward(x, d_b, want_d_x);
  if (d_x.data) d_x.eigen() += other.eigen();
  return d_x;
}

}  // namespace lstm
