#include "kernels/gemm.hpp"

#include <algorithm>

#include "kernels/gemm_row.hpp"
#include "kernels/gemm_tile.hpp"

namespace lstm::kernels {

namespace {

// Up to here a tile would leave most of the registers idle.
constexpr Index few_rows = 3;

// Blocks that stay in cache while they are used: block_depth of a panel in the first level,
// block_rows * block_depth of a in the second.
constexpr Index block_depth = 256, block_rows = 96;

Index ceil_divide(Index a, Index b) { return (a + b - 1) / b; }

// The left factor: element (m, k), whichever way it lies. One of the strides is 1.
struct Left {
  const float* data;
  Index row_stride, col_stride;
  const float* at(Index m, Index k) const { return data + m * row_stride + k * col_stride; }
};

// M rows in as few tiles as there can be, all nearly equally high: a last tile of one row would
// leave most of the registers idle.
struct Tiling {
  Index rows, tiles;
  explicit Tiling(Index M) : rows(M), tiles(ceil_divide(M, tile_rows)) {}
  Index begin(Index tile) const { return rows * tile / tiles; }
  Index height(Index tile) const { return begin(tile + 1) - begin(tile); }
};

// R rows and K columns of a, from there on, as [K][R].
template <Index R>
void pack_tile(const float* from, const Left& a, Index K, float* to) {
  if (a.row_stride == 1) {
    for (Index k = 0; k < K; ++k) std::copy_n(from + k * a.col_stride, R, to + k * R);
  } else {
    for (Index k = 0; k < K; ++k) {
      for (Index r = 0; r < R; ++r) to[k * R + r] = from[r * a.row_stride + k];
    }
  }
}

// Rows from m on and columns k ... k + K of a, tile by tile.
void pack_tiles(const Left& a, Index m, Index k, Index K, const Tiling& tiling, float* to) {
  for (Index t = 0; t < tiling.tiles; ++t) {
    const float* from = a.at(m + tiling.begin(t), k);
    for_rows(tiling.height(t), [&]<Index R>() { pack_tile<R>(from, a, K, to); });
    to += tiling.height(t) * K;
  }
}

// b as panels, each [K][width].
template <Index panel_width>
View pack_panels(ConstView b, Lies lies, Buffer& storage) {
  const bool straight = lies == Lies::straight;
  const Index K = straight ? b.rows : b.cols, N = straight ? b.cols : b.rows;
  const View panels = storage.view(ceil_divide(N, panel_width), K * panel_width);
  for (Index n = 0; n < N; n += panel_width) {
    const Index width = std::min(panel_width, N - n);
    float* to = panels.row(n / panel_width);
    if (width < panel_width) std::fill_n(to, panels.cols, 0.0f);
    if (straight && width == panel_width) {  // known when compiled, a copy is a few moves
      for (Index k = 0; k < K; ++k) std::copy_n(b.row(k) + n, panel_width, to + k * panel_width);
    } else if (straight) {
      for (Index k = 0; k < K; ++k) std::copy_n(b.row(k) + n, width, to + k * panel_width);
    } else {
      for (Index column = 0; column < width; ++column) {
        const float* from = b.row(n + column);
        for (Index k = 0; k < K; ++k) to[k * panel_width + column] = from[k];
      }
    }
  }
  return panels;
}

// c [M, N] = or += a times the packed b, row by row.
void multiply_rows(ConstView a, ConstView panels, View c, Into into) {
  for (Index n = 0; n < c.cols; n += wide_panel) {
    const Index width = std::min(wide_panel, c.cols - n);
    const float* panel = panels.row(n / wide_panel);
    for (Index m = 0; m < a.rows; ++m) {
      row(a.row(m), panel, a.cols, c.row(m) + n, width, into == Into::add);
    }
  }
}

// The same, block by block and tile by tile.
void multiply_tiles(const Left& a, Index M, ConstView panels, View c, Into into) {
  thread_local Buffer storage;
  const Index depth = panels.cols / narrow_panel;
  for (Index k = 0; k < depth; k += block_depth) {
    const Index K = std::min(block_depth, depth - k);
    const bool add = into == Into::add || k > 0;
    for (Index m = 0; m < M; m += block_rows) {
      const Tiling tiling(std::min(block_rows, M - m));
      float* packed = storage.view(tiling.rows, K).data;
      pack_tiles(a, m, k, K, tiling, packed);
      for (Index n = 0; n < c.cols; n += narrow_panel) {
        const float* panel = panels.row(n / narrow_panel) + k * narrow_panel;
        const Index width = std::min(narrow_panel, c.cols - n);
        for (Index t = 0; t < tiling.tiles; ++t) {
          const Index first = tiling.begin(t);
          for_rows(tiling.height(t), [&]<Index R>() {
            tile<R>(packed + first * K, panel, K, c.row(m + first) + n, c.cols, width, add);
          });
        }
      }
    }
  }
}

// For a product on its own.
Kept& for_once() {
  thread_local Kept kept;
  kept.drop();
  return kept;
}

}  // namespace

Factor::Factor(ConstView b, Lies lies, Index rows, Kept& kept) : wide_(rows <= few_rows) {
  const auto form = wide_ ? Kept::Form::wide : Kept::Form::narrow;
  if (kept.form != form) {
    kept.view = wide_ ? pack_panels<wide_panel>(b, lies, kept.memory)
                      : pack_panels<narrow_panel>(b, lies, kept.memory);
    kept.form = form;
  }
  panels_ = kept.view;
}

void Factor::multiply(ConstView a, View c, Into into) const {
  if (wide_) return multiply_rows(a, panels_, c, into);
  multiply_tiles({a.data, a.cols, 1}, a.rows, panels_, c, into);
}

void a_b(ConstView a, ConstView b, View c) {
  Factor(b, Lies::straight, a.rows, for_once()).multiply(a, c, Into::overwrite);
}

void add_a_b(ConstView a, ConstView b, View c) {
  Factor(b, Lies::straight, a.rows, for_once()).multiply(a, c, Into::add);
}

void add_at_b(ConstView a, ConstView b, View c) {
  const ConstView panels = pack_panels<narrow_panel>(b, Lies::straight, for_once().memory);
  multiply_tiles({a.data, 1, a.cols}, a.cols, panels, c, Into::add);
}

void fill_rows(ConstView row, View y) {
  if (row.size() == 0) {
    y.fill(0);
  } else {
    for (Index n = 0; n < y.rows; ++n) std::copy_n(row.data, y.cols, y.row(n));
  }
}

void gather_rows(ConstView table, std::span<const Token> rows, View y) {
  for (Index n = 0; n < y.rows; ++n) {
    std::copy_n(table.row(rows[static_cast<std::size_t>(n)]), y.cols, y.row(n));
  }
}

void scatter_rows(ConstView y, std::span<const Token> rows, View table) {
  for (Index n = 0; n < y.rows; ++n) {
    const float* from = y.row(n);
    float* to = table.row(rows[static_cast<std::size_t>(n)]);
    for_each_vector(y.cols, [&](Index at, auto part) {
      part.store(to + at, part.load(to + at) + part.load(from + at));
    });
  }
}

void add_column_sums(ConstView y, View row) {
  for (Index n = 0; n < y.rows; ++n) {
    for_each_vector(y.cols, [&](Index at, auto part) {
      part.store(row.data + at, part.load(row.data + at) + part.load(y.row(n) + at));
    });
  }
}

}  // namespace lstm::kernels
