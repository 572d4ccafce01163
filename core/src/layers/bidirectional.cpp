#include "lstm/bidirectional.hpp"

#include "kernels/vectors.hpp"
#include "layers/kind.hpp"
#include "layers/recurrent.hpp"
#include "lstm/error.hpp"
#include "numbers/eigen.hpp"

namespace lstm {

namespace {

// x [N, F] to or from the columns of y from `first` on.
void put(ConstView x, View y, Index first) { eigen(y).middleCols(first, x.cols) = eigen(x); }
void take(View x, ConstView y, Index first) { eigen(x) = eigen(y).middleCols(first, x.cols); }

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

class Bidirectional : public Layer {
 public:
  Bidirectional(const BidirectionalConfig& config, const Signature& input);

  Signature output() const override;
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override;
  std::span<const char* const> state_parts() const override { return forward_->state_parts(); }
  Index state_features() const override { return 2 * forward_->state_features(); }
  bool stateful() const override { return forward_->stateful(); }
  Takes takes_table() const override { return forward_->takes_table(); }
  void add_recurrent(std::vector<const Recurrent*>& all) const override {
    all.push_back(forward_.get());
    all.push_back(backward_.get());
  }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  void merge(View y);
  void merge_backward(View d_y, View d_a, View d_b);

  MergeMode merge_;
  std::unique_ptr<Recurrent> forward_, backward_;
  ConstView a_, b_;          // [N, H] of the last forward: N = T * B, or B of the last step alone
  Buffer y_;                 // [N, 2H] or [N, H]
  Buffer d_a_, d_b_;         // [N, H]
  State state_a_, state_b_;  // [B, H] a part
};

std::unique_ptr<Recurrent> half_of(const BidirectionalConfig& config, const Signature& input,
                                   Half half) {
  return config.layer.kind().half(config.layer, config.name, input, half);
}

Bidirectional::Bidirectional(const BidirectionalConfig& config, const Signature& input)
    : Layer(config.name), merge_(config.merge) {
  require(config.layer.kind().half, "expected a recurrent layer in '", name(), "', got '",
          config.layer.kind().type, "'");
  forward_ = half_of(config, input, Half::forward);
  require(!forward_->goes_backwards(), "expected goBackwards to be false in the layer of '", name(),
          "', which reads both ways");
  backward_ = half_of(config, input, Half::backward);
  state_a_.resize(state_parts().size());
  state_b_.resize(state_parts().size());
}

Signature Bidirectional::output() const {
  Signature both = forward_->output();
  if (merge_ == MergeMode::concat) both.features *= 2;
  return both;
}

std::vector<ParameterSpec> Bidirectional::parameters() const {
  auto all = forward_->parameters();
  for (auto& spec : backward_->parameters()) all.push_back(std::move(spec));
  return all;
}

void Bidirectional::bind(std::span<const Parameter> parameters) {
  const auto half = parameters.size() / 2;
  forward_->bind(parameters.first(half));
  backward_->bind(parameters.subspan(half));
}

void Bidirectional::initialize(Random& random) {
  forward_->initialize(random);
  backward_->initialize(random);
}

void Bidirectional::weights_changed() {
  forward_->weights_changed();
  backward_->weights_changed();
}

Activations Bidirectional::forward(const Activations& x, State* state, Random* random) {
  const std::size_t parts = state ? state->size() : 0;
  for (std::size_t p = 0; p < parts; ++p) split((*state)[p], x.batch, state_a_[p], state_b_[p]);
  Activations out = forward_->forward(x, state ? &state_a_ : nullptr, random);
  a_ = out.values;
  b_ = backward_->forward(x, state ? &state_b_ : nullptr, random).values;
  for (std::size_t p = 0; p < parts; ++p) join(state_a_[p], state_b_[p], x.batch, (*state)[p]);
  const View y = y_.view(a_.rows, output().features);
  merge(y);
  out.values = y;
  return out;
}

void Bidirectional::merge(View y) {
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
}

View Bidirectional::backward(const Activations& x, View d_y, bool want_d_x) {
  const View d_a = d_a_.view(a_.rows, a_.cols), d_b = d_b_.view(b_.rows, b_.cols);
  merge_backward(d_y, d_a, d_b);
  const View d_x = forward_->backward(x, d_a, want_d_x);
  const View other = backward_->backward(x, d_b, want_d_x);
  if (d_x.data) kernels::add_scaled(1, other.data, d_x.data, d_x.size());
  return d_x;
}

void Bidirectional::merge_backward(View d_y, View d_a, View d_b) {
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
}

constexpr const char* merges[] = {"concat", "sum", "ave", "mul"};

// Only a recurrent layer goes both ways.
class HalfField : public LayerField {
 public:
  using LayerField::LayerField;

  bool fits(const LayerKind& kind) const override { return kind.half; }
  std::string expected(const std::string& where) const override {
    return "expected layer in " + where + " to be made by " + makers();
  }
};

}  // namespace

static void fields(Fields& visit, BidirectionalConfig& c) {
  HalfField layer(c.layer);
  visit("layer", layer);
  visit("mergeMode", c.merge, merges);
  common_fields(visit, c);
}

const LayerKind BidirectionalConfig::kind =
    kind_of<BidirectionalConfig, Bidirectional>("bidirectional", "bidirectional", "Bidirectional");

}  // namespace lstm
