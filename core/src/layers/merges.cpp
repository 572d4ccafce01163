#include "lstm/merges.hpp"

#include <algorithm>

#include "kernels/vectors.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"
#include "numbers/eigen.hpp"

namespace lstm {

namespace {

using Merged = std::span<const Activations>;

// How values are merged: y = f(x), and d_x of all inputs for which there is memory.
struct Rule {
  const char* type;
  const char* title;
  bool joins;  // side by side: features add up
  void (*forward)(Merged x, View y);
  void (*backward)(Merged x, ConstView d_y, std::span<const View> d_x);
};

void sum(Merged x, View y) {
  std::copy_n(x[0].values.data, y.size(), y.data);
  for (const auto& other : x.subspan(1)) {
    kernels::add_scaled(1, other.values.data, y.data, y.size());
  }
}

void copy_scaled(float factor, ConstView d_y, std::span<const View> d_x) {
  for (const View d : d_x) {
    if (d.data) eigen(d) = factor * eigen(d_y);
  }
}

void sum_backward(Merged, ConstView d_y, std::span<const View> d_x) { copy_scaled(1, d_y, d_x); }

float share(Merged x) { return 1 / static_cast<float>(x.size()); }

void mean(Merged x, View y) {
  sum(x, y);
  kernels::scale(share(x), y.data, y.size());
}

void mean_backward(Merged x, ConstView d_y, std::span<const View> d_x) {
  copy_scaled(share(x), d_y, d_x);
}

void product(Merged x, View y) {
  std::copy_n(x[0].values.data, y.size(), y.data);
  for (const auto& other : x.subspan(1)) {
    kernels::multiply(y.data, other.values.data, y.data, y.size());
  }
}

void product_backward(Merged x, ConstView d_y, std::span<const View> d_x) {
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (!d_x[k].data) continue;
    std::copy_n(d_y.data, d_y.size(), d_x[k].data);
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (j != k) kernels::multiply(d_x[k].data, x[j].values.data, d_x[k].data, d_y.size());
    }
  }
}

void join(Merged x, View y) {
  Index first = 0;
  for (const auto& [time, batch, values, tokens, table, mask, lengths] : x) {
    eigen(y).middleCols(first, values.cols) = eigen(values);
    first += values.cols;
  }
}

void join_backward(Merged x, ConstView d_y, std::span<const View> d_x) {
  Index first = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const Index cols = x[k].values.cols;
    if (d_x[k].data) eigen(d_x[k]) = eigen(d_y).middleCols(first, cols);
    first += cols;
  }
}

// In the order of MergeConfig.
constexpr Rule rules[] = {
    {"add", "Add", false, sum, sum_backward},
    {"multiply", "Multiply", false, product, product_backward},
    {"average", "Average", false, mean, mean_backward},
    {"concatenate", "Concatenate", true, join, join_backward},
};

class Merge : public Layer {
 public:
  Merge(const Rule& rule, const std::string& name, std::span<const Signature> inputs);

  Signature output() const override { return output_; }
  bool merges() const override { return true; }
  void forth(const Forth& pass) override;
  void back(const Back& pass) override;

 private:
  void check_steps(Merged x) const;
  void mask(Merged x, Activations& y);

  const Rule& rule_;
  Signature output_;
  Buffer y_;                 // [T * B, F]
  std::vector<Flag> mask_;   // [T * B]
  std::vector<Buffer> d_x_;  // [T * B, F] each
};

Merge::Merge(const Rule& rule, const std::string& name, std::span<const Signature> inputs)
    : Layer(name), rule_(rule), output_(inputs.front()), d_x_(inputs.size()) {
  require(inputs.size() >= 2, "expected '", name, "' to have at least two inputs, got one");
  output_.input = false;
  for (const Signature& input : inputs.subspan(1)) {
    require(input.sequence == output_.sequence, "expected sequences or vectors as inputs of '",
            name, "', got both");
    const bool any_time = input.time == 0 || output_.time == 0;
    require(any_time || input.time == output_.time, "expected inputs of ", output_.time,
            " steps in '", name, "', got ", input.time);
    require(rule.joins || input.features == output_.features, "expected inputs of ",
            output_.features, " features in '", name, "', got ", input.features);
    output_.time = std::max(output_.time, input.time);
    if (rule.joins) output_.features += input.features;
  }
  if (rule.joins) output_.axes = {};
}

void Merge::check_steps(Merged x) const {
  for (const auto& other : x.subspan(1)) {
    require(other.time == x[0].time, "expected inputs of as many steps in '", name(), "', got ",
            x[0].time, " and ", other.time);
  }
}

void Merge::mask(Merged x, Activations& y) {
  mask_.clear();
  for (const auto& its : x) {
    if (y.lengths.empty()) y.lengths = its.lengths;
    if (its.mask.empty()) continue;
    mask_.resize(its.mask.size(), 1);
    std::ranges::transform(mask_, its.mask, mask_.begin(), std::bit_and<Flag>());
  }
  y.mask = mask_;
}

void Merge::forth(const Forth& pass) {
  check_steps(pass.x);
  const View y = y_.view(pass.x[0].values.rows, output_.features);
  rule_.forward(pass.x, y);
  pass.y[0] = {pass.x[0].time, pass.x[0].batch, y, {}, {}};
  mask(pass.x, pass.y[0]);
}

void Merge::back(const Back& pass) {
  for (std::size_t k = 0; k < pass.x.size(); ++k) {
    const ConstView x = pass.x[k].values;
    if (pass.wanted[k]) pass.d_x[k] = d_x_[k].view(x.rows, x.cols);
  }
  rule_.backward(pass.x, pass.d_y[0], pass.d_x);
}

}  // namespace

template <int which>
static void fields(Fields& visit, MergeConfig<which>& c) {
  common_fields(visit, c);
}

template <int which>
static LayerKind merge_kind() {
  LayerKind kind = kind_of<MergeConfig<which>>(
      rules[which].type, rules[which].type, rules[which].title,
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        for (const Signature& input : inputs) require_follows(input, config.name());
        chain.push_back(std::make_unique<Merge>(rules[which], config.name(), inputs));
      });
  kind.several = true;
  return kind;
}

template <>
const LayerKind AddConfig::kind = merge_kind<0>();
template <>
const LayerKind MultiplyConfig::kind = merge_kind<1>();
template <>
const LayerKind AverageConfig::kind = merge_kind<2>();
template <>
const LayerKind ConcatenateConfig::kind = merge_kind<3>();

}  // namespace lstm
