#include "lstm/merges.hpp"

#include <algorithm>

#include "layers/kind.hpp"
#include "layers/merging.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

using Merged = std::span<const Activations>;

struct Rule {
  const char* type;
  const char* title;
  const Merging& merging;

  bool joins() const { return &merging == &Merging::join; }
};

// In the order of MergeConfig.
constexpr Rule rules[] = {
    {"add", "Add", Merging::sum},
    {"multiply", "Multiply", Merging::product},
    {"average", "Average", Merging::mean},
    {"concatenate", "Concatenate", Merging::join},
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
  std::vector<ConstView> values_;
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
    require(rule.joins() || input.features == output_.features, "expected inputs of ",
            output_.features, " features in '", name, "', got ", input.features);
    output_.time = std::max(output_.time, input.time);
    if (rule.joins()) output_.features += input.features;
  }
  if (rule.joins()) output_.axes = {};
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
  values_.clear();
  for (const auto& its : pass.x) values_.push_back(its.values);
  rule_.merging.forward(values_, y);
  pass.y[0] = {pass.x[0].time, pass.x[0].batch, y, {}, {}};
  mask(pass.x, pass.y[0]);
}

void Merge::back(const Back& pass) {
  for (std::size_t k = 0; k < values_.size(); ++k) {
    const ConstView x = values_[k];
    if (pass.wanted[k]) pass.d_x[k] = d_x_[k].view(x.rows, x.cols);
  }
  rule_.merging.backward(values_, pass.d_y[0], pass.d_x);
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
