// Windows that slide over images, and what layers make of them, in double: by explicit zeros around
// what they slide over.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "reference_recurrent.hpp"

namespace lstm::reference {

// [H][W] rows of C numbers; without any where there is padding.
struct Image {
  Index H, W;
  std::vector<Row> rows;

  const Row& at(Index h, Index w) const { return rows[static_cast<std::size_t>(h * W + w)]; }
};

struct Window {
  Index size = 1, stride = 1, rate = 1;
  Padding padding = Padding::valid;

  Index reach() const { return (size - 1) * rate + 1; }
  // How many rows are put before and after n.
  std::array<Index, 2> around(Index n) const {
    if (padding == Padding::valid) return {0, 0};
    if (padding == Padding::causal) return {reach() - 1, 0};
    const Index out = (n + stride - 1) / stride;
    const Index more = std::max(Index{0}, (out - 1) * stride + reach() - n);
    return {more / 2, more - more / 2};
  }
};

inline Image padded(const Image& x, std::array<Index, 2> down, std::array<Index, 2> across) {
  Image y{down[0] + x.H + down[1], across[0] + x.W + across[1], {}};
  for (Index h = 0; h < y.H; ++h) {
    for (Index w = 0; w < y.W; ++w) {
      const Index from_h = h - down[0], from_w = w - across[0];
      const bool there = from_h >= 0 && from_h < x.H && from_w >= 0 && from_w < x.W;
      y.rows.push_back(there ? x.at(from_h, from_w) : Row{});
    }
  }
  return y;
}

// Calls make(the window's rows) for every window.
template <class Make>
Image over_windows(const Image& image, const Window& down, const Window& across, Make make) {
  const Image x = padded(image, down.around(image.H), across.around(image.W));
  Image y{(x.H - down.reach()) / down.stride + 1, (x.W - across.reach()) / across.stride + 1, {}};
  for (Index h = 0; h < y.H; ++h) {
    for (Index w = 0; w < y.W; ++w) {
      std::vector<Row> rows;
      for (Index p = 0; p < down.size; ++p) {
        for (Index q = 0; q < across.size; ++q) {
          rows.push_back(
              x.at(h * down.stride + p * down.rate, w * across.stride + q * across.rate));
        }
      }
      y.rows.push_back(make(rows));
    }
  }
  return y;
}

// weight [F, C, K]
inline Row convolved(const std::vector<Row>& rows, const Row& weight, const Row* bias, Index F) {
  const auto K = rows.size();
  const auto C = weight.size() / static_cast<std::size_t>(F) / K;
  Row y(static_cast<std::size_t>(F));
  for (std::size_t f = 0; f < y.size(); ++f) {
    if (bias) y[f] = (*bias)[f];
    for (std::size_t k = 0; k < K; ++k) {
      for (std::size_t c = 0; c < rows[k].size(); ++c) {
        y[f] += weight[(f * C + c) * K + k] * rows[k][c];
      }
    }
  }
  return y;
}

inline Row pooled(const std::vector<Row>& rows, PoolKind pool) {
  Row y;
  double count = 0;
  for (const Row& row : rows) {
    if (row.empty()) continue;
    ++count;
    if (y.empty()) {
      y = row;
      continue;
    }
    for (std::size_t c = 0; c < y.size(); ++c) {
      y[c] = pool == PoolKind::max ? std::max(y[c], row[c]) : y[c] + row[c];
    }
  }
  for (double& sum : y) {
    if (pool == PoolKind::average) sum /= count;
  }
  return y;
}

// Of one row of numbers.
inline Image image_of(const Row& row, const std::vector<Index>& axes) {
  Image x{axes[0], axes[1], {}};
  for (auto at = row.begin(); at != row.end(); at += axes[2]) x.rows.emplace_back(at, at + axes[2]);
  return x;
}
inline Row joined(const std::vector<Row>& rows) {
  Row all;
  for (const Row& row : rows) all.insert(all.end(), row.begin(), row.end());
  return all;
}

}  // namespace lstm::reference
