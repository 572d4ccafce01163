// Layers that look at windows, change shapes, or take another one to every step, in double, one
// sample at a time.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "reference_windows.hpp"

namespace lstm::reference {

// By position: y[i][j][k] = x[...], whose axis dims[n] is axis n of y.
inline Row permuted(const Row& x, const std::vector<Index>& shape, const std::vector<Index>& dims) {
  std::vector<Index> at(dims.size());
  Row y;
  for (std::size_t count = 0; count < x.size(); ++count) {
    std::size_t from = 0;
    for (std::size_t axis = 0; axis < shape.size(); ++axis) {
      const auto place = std::ranges::find(dims, static_cast<Index>(axis) + 1) - dims.begin();
      from = from * static_cast<std::size_t>(shape[axis]) +
             static_cast<std::size_t>(at[static_cast<std::size_t>(place)]);
    }
    y.push_back(x[from]);
    for (auto n = dims.size(); n-- > 0;) {
      if (++at[n] < shape[static_cast<std::size_t>(dims[n] - 1)]) break;
      at[n] = 0;
    }
  }
  return y;
}

// What flows: [T][F], and the axes of a row where it has more than one.
struct Flow {
  Sequence rows;
  std::vector<Index> axes;

  std::vector<Index> shape(bool sequence) const {
    std::vector<Index> all = axes;
    if (all.empty()) all.push_back(static_cast<Index>(rows[0].size()));
    if (sequence) all.insert(all.begin(), static_cast<Index>(rows.size()));
    return all;
  }
};

// The numbers in a shape as Keras has it.
inline Flow in_shape(const Row& all, const std::vector<Index>& shape) {
  const bool sequence = shape.size() == 2 || shape.size() == 4;
  Flow flow;
  flow.axes.assign(shape.begin() + sequence, shape.end());
  const auto T = sequence ? static_cast<std::size_t>(shape[0]) : 1, F = all.size() / T;
  for (std::size_t t = 0; t < T; ++t) {
    flow.rows.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(t * F),
                           all.begin() + static_cast<std::ptrdiff_t>((t + 1) * F));
  }
  if (flow.axes.size() == 1) flow.axes.clear();
  return flow;
}

inline void through(ActivationKind kind, Sequence& rows) {
  for (Row& row : rows) {
    for (double& x : row) x = activate(kind, x);
  }
}

template <class Config>
const Row* bias_of(const Config& config, Weights weights) {
  return config.use_bias ? &weights[1] : nullptr;
}

// The layers, each on one sample by weights that begin with its own; how many of them it has.
inline std::size_t apply(const DenseConfig& c, Weights weights, Flow& flow) {
  const auto dense = [&](const Row& row) { return affine(row, weights[0], bias_of(c, weights)); };
  for (Row& row : flow.rows) {
    if (flow.axes.empty()) {
      row = dense(row);
      continue;
    }
    Image pixels = image_of(row, flow.axes);
    for (Row& pixel : pixels.rows) pixel = dense(pixel);
    row = joined(pixels.rows);
  }
  if (!flow.axes.empty()) flow.axes.back() = c.units;
  through(c.activation, flow.rows);
  return c.use_bias ? 2 : 1;
}

inline std::size_t apply(const BatchNormalizationConfig& c, Weights weights, Flow& flow) {
  const auto affine = std::size_t{c.scale} + std::size_t{c.center};
  const Row &mean = weights[affine], &var = weights[affine + 1];
  for (Row& row : flow.rows) {
    for (std::size_t k = 0; k < row.size(); ++k) {
      const std::size_t n = k % mean.size();
      row[k] = (row[k] - mean[n]) / std::sqrt(var[n] + c.epsilon);
      if (c.scale) row[k] *= weights[0][n];
      if (c.center) row[k] += weights[c.scale][n];
    }
  }
  return affine + 2;
}

inline std::size_t apply(const Conv1DConfig& c, Weights weights, Flow& flow) {
  const Window down{c.kernel_size, c.strides, c.dilation_rate, c.padding};
  const Image x{static_cast<Index>(flow.rows.size()), 1, flow.rows};
  const auto make = [&](const auto& rows) {
    return convolved(rows, weights[0], bias_of(c, weights), c.filters);
  };
  flow.rows = over_windows(x, down, {}, make).rows;
  through(c.activation, flow.rows);
  return c.use_bias ? 2 : 1;
}

// Each row is an image, which becomes another one.
template <class Make>
void over_images(Flow& flow, const Window& down, const Window& across, Make make) {
  for (Row& row : flow.rows) {
    const Image y = over_windows(image_of(row, flow.axes), down, across, make);
    if (&row == &flow.rows.back()) {
      flow.axes = {y.H, y.W, static_cast<Index>(y.rows[0].size())};
    }
    row = joined(y.rows);
  }
}

inline std::size_t apply(const Conv2DConfig& c, Weights weights, Flow& flow) {
  const auto axis = [&](std::size_t n) {
    return Window{c.kernel_size[n], c.strides[n], c.dilation_rate[n], c.padding};
  };
  over_images(flow, axis(0), axis(1), [&](const auto& rows) {
    return convolved(rows, weights[0], bias_of(c, weights), c.filters);
  });
  through(c.activation, flow.rows);
  return c.use_bias ? 2 : 1;
}

template <PoolKind pool>
std::size_t apply(const Pooling1DConfig<pool>& c, Weights, Flow& flow) {
  const Window down{c.pool_size, c.strides.value_or(c.pool_size), 1, c.padding};
  const Image x{static_cast<Index>(flow.rows.size()), 1, flow.rows};
  flow.rows = over_windows(x, down, {}, [](const auto& rows) { return pooled(rows, pool); }).rows;
  return 0;
}

template <PoolKind pool>
std::size_t apply(const Pooling2DConfig<pool>& c, Weights, Flow& flow) {
  const auto axis = [&](std::size_t n) {
    return Window{c.pool_size[n], c.strides[n] > 0 ? c.strides[n] : c.pool_size[n], 1, c.padding};
  };
  over_images(flow, axis(0), axis(1), [](const auto& rows) { return pooled(rows, pool); });
  return 0;
}

template <PoolKind pool>
std::size_t apply(const GlobalPooling1DConfig<pool>&, Weights, Flow& flow) {
  flow.rows = {pooled(flow.rows, pool)};
  return 0;
}

inline std::size_t apply(const ZeroPadding1DConfig& c, Weights, Flow& flow) {
  const Row zeros(flow.rows[0].size());
  flow.rows.insert(flow.rows.begin(), static_cast<std::size_t>(c.padding[0]), zeros);
  flow.rows.insert(flow.rows.end(), static_cast<std::size_t>(c.padding[1]), zeros);
  return 0;
}

// Which layers' inputs are sequences, the reference does not know: it is where there are rows.
inline bool is_sequence(const Flow& flow) { return flow.rows.size() > 1; }

inline std::size_t apply(const FlattenConfig&, Weights, Flow& flow) {
  flow = in_shape(joined(flow.rows), {static_cast<Index>(joined(flow.rows).size())});
  return 0;
}

inline std::size_t apply(const ReshapeConfig& c, Weights, Flow& flow) {
  const Row all = joined(flow.rows);
  std::vector<Index> shape = c.target_shape;
  Index others = 1;
  for (const Index axis : shape) others *= std::max(axis, Index{1});
  std::ranges::replace(shape, Index{0}, static_cast<Index>(all.size()) / others);
  flow = in_shape(all, shape);
  return 0;
}

inline std::size_t apply(const PermuteConfig& c, Weights, Flow& flow) {
  const auto shape = flow.shape(is_sequence(flow));
  std::vector<Index> permuted_shape;
  for (const Index dim : c.dims) {
    permuted_shape.push_back(shape[static_cast<std::size_t>(dim - 1)]);
  }
  flow = in_shape(permuted(joined(flow.rows), shape, c.dims), permuted_shape);
  return 0;
}

inline std::size_t apply(const RepeatVectorConfig& c, Weights, Flow& flow) {
  flow.rows = Sequence(static_cast<std::size_t>(c.n), Row(flow.rows[0]));
  return 0;
}

inline std::size_t apply(const ActivationConfig& c, Weights, Flow& flow) {
  through(c.activation, flow.rows);
  return 0;
}

std::size_t apply(const TimeDistributedConfig& c, Weights weights, Flow& flow);

// What a layer of these does, if it is one.
inline std::optional<std::size_t> apply_any(const LayerConfig& config, Weights weights,
                                            Flow& flow) {
  std::optional<std::size_t> taken;
  const auto attempt = [&]<class... Configs>() {
    ((config.as<Configs>() ? void(taken = apply(*config.as<Configs>(), weights, flow)) : void()),
     ...);
  };
  attempt.template operator()<
      DenseConfig, BatchNormalizationConfig, Conv1DConfig, Conv2DConfig, MaxPooling1DConfig,
      AveragePooling1DConfig, MaxPooling2DConfig, AveragePooling2DConfig, GlobalMaxPooling1DConfig,
      GlobalAveragePooling1DConfig, ZeroPadding1DConfig, FlattenConfig, ReshapeConfig,
      PermuteConfig, RepeatVectorConfig, ActivationConfig, TimeDistributedConfig>();
  return taken;
}

inline std::size_t apply(const TimeDistributedConfig& c, Weights weights, Flow& flow) {
  if (flow.axes.size() == 3 && !is_sequence(flow)) {
    flow = {image_of(flow.rows[0], {flow.axes[0], 1, flow.axes[1] * flow.axes[2]}).rows,
            {flow.axes[1], flow.axes[2]}};
  }
  std::size_t taken = 0;
  Flow all;
  for (const Row& row : flow.rows) {
    Flow step = in_shape(row, Flow{{row}, flow.axes}.shape(false));
    taken = *apply_any(c.layer, weights, step);
    const bool sequence = flow.axes.size() == 2 && is_sequence(step);
    all.axes = sequence ? step.shape(true) : step.axes;
    all.rows.push_back(joined(step.rows));
  }
  flow = all;
  return taken;
}

}  // namespace lstm::reference
