#include "lstm/pooling.hpp"

#include <algorithm>

#include "kernels/vectors.hpp"
#include "layers/kind.hpp"
#include "layers/windows.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

class Pooling : public Windowed {
 public:
  Pooling(PoolKind pool, const std::string& name, const Signature& input, const Slides& slides)
      : Windowed(name, input, slides), pool_(pool) {}

  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  void largest(ConstView x, std::span<const Index> rows, float* y, Index* winners) const;
  void mean(ConstView x, std::span<const Index> rows, float* y) const;

  PoolKind pool_;
  std::vector<Index> winners_;  // [windows, C] of the last forward: the rows of the largest, or -1
  Buffer y_, d_x_;
};

Activations Pooling::forward(const Activations& x, State*, Random*) {
  const ConstView rows = look(x, pool_ == PoolKind::average);
  const View y = y_.view(windows().outputs(), C());
  y.fill(0);
  if (pool_ == PoolKind::max) winners_.assign(static_cast<std::size_t>(y.size()), -1);
  for (Index n = 0; n < y.rows; ++n) {
    if (pool_ == PoolKind::max) {
      largest(rows, windows().rows(n), y.row(n), winners_.data() + n * C());
    } else {
      mean(rows, windows().rows(n), y.row(n));
    }
  }
  return give(x, y);
}

// NaN is larger than any number, so that a diverged model is noticed.
void Pooling::largest(ConstView x, std::span<const Index> rows, float* y, Index* winners) const {
  for (const Index row : rows) {
    for (Index c = 0; row >= 0 && c < C(); ++c) {
      const float its = x.row(row)[c];
      if (winners[c] >= 0 && !(its > y[c]) && its == its) continue;
      y[c] = its;
      winners[c] = row;
    }
  }
}

float share_of(std::span<const Index> rows) {
  const auto there = std::ranges::count_if(rows, [](Index row) { return row >= 0; });
  return 1 / static_cast<float>(std::max(there, Index{1}));
}

void Pooling::mean(ConstView x, std::span<const Index> rows, float* y) const {
  const float share = share_of(rows);
  for (const Index row : rows) {
    if (row >= 0) kernels::add_scaled(share, x.row(row), y, C());
  }
}

View Pooling::backward(const Activations& x, View d_y, bool) {
  const View d_x = d_x_.view(x.values.size() / C(), C()), d = d_y.in_rows_of(C());
  d_x.fill(0);
  for (Index n = 0; n < d.size() && pool_ == PoolKind::max; ++n) {
    const Index row = winners_[static_cast<std::size_t>(n)];
    if (row >= 0) d_x.row(row)[n % C()] += d.data[n];
  }
  for (Index n = 0; n < d.rows && pool_ == PoolKind::average; ++n) {
    const auto rows = windows().rows(n);
    const float share = share_of(rows);
    for (const Index row : rows) {
      if (row >= 0) kernels::add_scaled(share, d.row(n), d_x.row(row), C());
    }
  }
  return d_x.in_rows_of(x.values.cols);
}

constexpr const char* paddings[] = {"valid", "same"};

Slide slide_of(const std::string& layer, Index size, Index stride, Padding padding) {
  const Slide slide{.size = size, .stride = stride, .padding = padding};
  check_slide(slide, "poolSize", layer);
  return slide;
}

template <PoolKind pool>
Slides slides_of(const Pooling1DConfig<pool>& c) {
  return {slide_of(c.name, c.pool_size, c.strides.value_or(c.pool_size), c.padding)};
}

template <PoolKind pool>
Slides slides_of(const Pooling2DConfig<pool>& c) {
  const auto& [down, across] = c.strides == std::array<Index, 2>{} ? c.pool_size : c.strides;
  return {slide_of(c.name, c.pool_size[0], down, c.padding),
          slide_of(c.name, c.pool_size[1], across, c.padding), true};
}

template <PoolKind pool>
Slides slides_of(const GlobalPooling1DConfig<pool>&) {
  return {{.size = 0}};
}

// The mean of one row, or of none.
Slides slides_of(const ZeroPadding1DConfig& c) {
  require_range(std::max(c.padding[0], c.padding[1]) <= largest_size,
                "expected padding of at most ", largest_size, " steps in '", c.name, "', got [",
                c.padding[0], ", ", c.padding[1], "]");
  return {{.more = c.padding}};
}

template <PoolKind pool, class Config>
constexpr LayerKind pooling(const char* type, const char* stem, const char* title) {
  return kind_of<Config>(
      type, stem, title,
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        const Slides slides = slides_of(config.is<Config>());
        chain.push_back(std::make_unique<Pooling>(pool, config.name(), inputs.front(), slides));
      });
}

}  // namespace

template <PoolKind pool>
static void fields(Fields& visit, Pooling1DConfig<pool>& c) {
  visit("poolSize", c.pool_size);
  visit("strides", c.strides);
  visit("padding", c.padding, paddings);
  shape_fields(visit, c, steps_shape);
}

template <PoolKind pool>
static void fields(Fields& visit, Pooling2DConfig<pool>& c) {
  visit("poolSize", c.pool_size);
  visit("strides", c.strides);
  visit("padding", c.padding, paddings);
  shape_fields(visit, c, images_shape);
}

template <PoolKind pool>
static void fields(Fields& visit, GlobalPooling1DConfig<pool>& c) {
  shape_fields(visit, c, steps_shape);
}

static void fields(Fields& visit, ZeroPadding1DConfig& c) {
  visit("padding", c.padding);
  shape_fields(visit, c, steps_shape);
}

template <>
const LayerKind MaxPooling1DConfig::kind =
    pooling<PoolKind::max, MaxPooling1DConfig>("maxPooling1D", "max_pooling1d", "MaxPooling1D");
template <>
const LayerKind AveragePooling1DConfig::kind = pooling<PoolKind::average, AveragePooling1DConfig>(
    "averagePooling1D", "average_pooling1d", "AveragePooling1D");
template <>
const LayerKind MaxPooling2DConfig::kind =
    pooling<PoolKind::max, MaxPooling2DConfig>("maxPooling2D", "max_pooling2d", "MaxPooling2D");
template <>
const LayerKind AveragePooling2DConfig::kind = pooling<PoolKind::average, AveragePooling2DConfig>(
    "averagePooling2D", "average_pooling2d", "AveragePooling2D");
template <>
const LayerKind GlobalMaxPooling1DConfig::kind = pooling<PoolKind::max, GlobalMaxPooling1DConfig>(
    "globalMaxPooling1D", "global_max_pooling1d", "GlobalMaxPooling1D");
template <>
const LayerKind GlobalAveragePooling1DConfig::kind =
    pooling<PoolKind::average, GlobalAveragePooling1DConfig>(
        "globalAveragePooling1D", "global_average_pooling1d", "GlobalAveragePooling1D");
const LayerKind ZeroPadding1DConfig::kind = pooling<PoolKind::average, ZeroPadding1DConfig>(
    "zeroPadding1D", "zero_padding1d", "ZeroPadding1D");

}  // namespace lstm
