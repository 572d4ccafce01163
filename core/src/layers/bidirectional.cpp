#include "lstm/bidirectional.hpp"

#include <array>

#include "kernels/vectors.hpp"
#include "layers/kind.hpp"
#include "layers/merging.hpp"
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

// What goes through one half, of what goes through both: the first of all inputs and outputs
// belongs to both, of the parts of a state the forward half has the first ones.
template <class Item>
void take_half(std::span<const Item> both, Half half, std::vector<Item>& mine) {
  const std::size_t parts = both.size() / 2;
  mine.assign(1, both[0]);
  const auto its = both.subspan(half == Half::forward ? 1 : 1 + parts, parts);
  mine.insert(mine.end(), its.begin(), its.end());
}

template <class Item>
void put_half(const std::vector<Item>& mine, Half half, std::span<Item> both) {
  const std::size_t parts = both.size() / 2;
  const auto to = both.subspan(half == Half::forward ? 1 : 1 + parts, parts);
  std::copy_n(mine.begin() + 1, parts, to.begin());
}

// A recurrent layer, and what it was last given.
struct Reader {
  std::unique_ptr<Recurrent> layer;
  Half half;
  State state;  // [B, H] a part
  std::vector<Activations> x = {}, y = {};
  std::vector<View> d_y = {}, d_x = {};
  std::vector<Flag> wanted = {};
  Buffer d = {};  // [N, H]

  ConstView out() const { return y[0].values; }  // [N, H]: N = T * B, or B of the last step alone

  void forth(const Forth& both) {
    take_half<Activations>(both.x, half, x);
    y.resize(static_cast<std::size_t>(layer->outputs()));
    layer->forth({x, y, both.state ? &state : nullptr, both.random});
    put_half<Activations>(y, half, both.y);
  }
  // Given the gradient of its output.
  View back(const Back& both, View d_out) {
    take_half<View>(both.d_y, half, d_y);
    take_half<Flag>(both.wanted, half, wanted);
    d_y[0] = d_out;
    d_x.assign(x.size(), {});
    layer->back({x, d_y, d_x, wanted});
    put_half<View>(d_x, half, both.d_x);
    return d_x[0];
  }
};

// In the order of MergeMode.
constexpr const char* merges[] = {"concat", "sum", "ave", "mul"};
constexpr const Merging* mergings[] = {&Merging::join, &Merging::sum, &Merging::mean,
                                       &Merging::product};

class Bidirectional : public Layer {
 public:
  Bidirectional(const BidirectionalConfig& config, std::span<const Signature> inputs);

  Signature output() const override;
  Index outputs() const override { return 2 * forward_.layer->outputs() - 1; }
  Signature output_at(Index n) const override {
    return n == 0 ? output() : forward_.layer->output_at(1);
  }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override;
  std::span<const char* const> state_parts() const override {
    return forward_.layer->state_parts();
  }
  Index state_features() const override { return 2 * forward_.layer->state_features(); }
  bool stateful() const override { return forward_.layer->stateful(); }
  Pace pace() const override {
    require_stepwise(false, name(), "reads both ways");
    return {};
  }
  Takes takes_table() const override { return forward_.layer->takes_table(); }
  void add_recurrent(std::vector<const Recurrent*>& all) const override {
    all.push_back(forward_.layer.get());
    all.push_back(backward_.layer.get());
  }
  void forth(const Forth& pass) override;
  void back(const Back& pass) override;

 private:
  const Merging& merging() const { return *mergings[static_cast<std::size_t>(merge_)]; }

  MergeMode merge_;
  Reader forward_, backward_;
  Buffer y_;  // [N, 2H] or [N, H]
};

Reader half_of(const BidirectionalConfig& config, std::span<const Signature> inputs, Half half) {
  std::vector<Signature> mine;
  take_half<Signature>(inputs, half, mine);
  auto layer = config.layer.kind().half(config.layer, config.name, mine, half);
  const auto parts = layer->state_parts().size();
  return {std::move(layer), half, State(parts)};
}

Bidirectional::Bidirectional(const BidirectionalConfig& config, std::span<const Signature> inputs)
    : Layer(config.name), merge_(config.merge) {
  require(config.layer.kind().half, "expected a recurrent layer in '", name(), "', got '",
          config.layer.kind().type, "'");
  require(inputs.size() % 2 == 1,
          "expected as many parts of both directions as the initialState of '", name(), "', got ",
          inputs.size() - 1);
  forward_ = half_of(config, inputs, Half::forward);
  require(!forward_.layer->goes_backwards(), "expected goBackwards to be false in the layer of '",
          name(), "', which reads both ways");
  backward_ = half_of(config, inputs, Half::backward);
}

Signature Bidirectional::output() const {
  Signature both = forward_.layer->output();
  if (merge_ == MergeMode::concat) both.features *= 2;
  return both;
}

std::vector<ParameterSpec> Bidirectional::parameters() const {
  auto all = forward_.layer->parameters();
  for (auto& spec : backward_.layer->parameters()) all.push_back(std::move(spec));
  return all;
}

void Bidirectional::bind(std::span<const Parameter> parameters) {
  const auto half = parameters.size() / 2;
  forward_.layer->bind(parameters.first(half));
  backward_.layer->bind(parameters.subspan(half));
}

void Bidirectional::initialize(Random& random) {
  forward_.layer->initialize(random);
  backward_.layer->initialize(random);
}

void Bidirectional::weights_changed() {
  forward_.layer->weights_changed();
  backward_.layer->weights_changed();
}

void Bidirectional::forth(const Forth& pass) {
  State& a = forward_.state;
  State& b = backward_.state;
  const Index B = pass.x[0].batch;
  const std::size_t parts = pass.state ? pass.state->size() : 0;
  for (std::size_t p = 0; p < parts; ++p) split((*pass.state)[p], B, a[p], b[p]);
  forward_.forth(pass);
  backward_.forth(pass);
  for (std::size_t p = 0; p < parts; ++p) join(a[p], b[p], B, (*pass.state)[p]);
  const View y = y_.view(forward_.out().rows, output().features);
  merging().forward(std::array{forward_.out(), backward_.out()}, y);
  pass.y[0] = forward_.y[0];
  pass.y[0].values = y;
}

void Bidirectional::back(const Back& pass) {
  View d_a, d_b;
  if (pass.d_y[0].data) {
    d_a = forward_.d.view(forward_.out().rows, forward_.out().cols);
    d_b = backward_.d.view(d_a.rows, d_a.cols);
    merging().backward(std::array{forward_.out(), backward_.out()}, pass.d_y[0],
                       std::array{d_a, d_b});
  }
  const View d_x = forward_.back(pass, d_a);
  const View other = backward_.back(pass, d_b);
  if (d_x.data) kernels::add_scaled(1, other.data, d_x.data, d_x.size());
  pass.d_x[0] = d_x;
}

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

const LayerKind BidirectionalConfig::kind = [] {
  LayerKind kind = kind_of<BidirectionalConfig>(
      "bidirectional", "bidirectional", "Bidirectional",
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        const auto& its = config.is<BidirectionalConfig>();
        chain.push_back(std::make_unique<Bidirectional>(its, inputs));
      });
  kind.several = true;
  return kind;
}();

}  // namespace lstm
