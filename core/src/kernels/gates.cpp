#include "kernels/gates.hpp"

#include <algorithm>

#include "kernels/through.hpp"
#include "kernels/vectors.hpp"

namespace lstm::kernels {

namespace {

template <class Tail, class Through>
void forward(Through through, View z, ConstView bias, ConstView c_prev, View c, View a, View h) {
  const Index H = c.cols;
  const float* bi = bias.data + input_gate * H;
  const float* bf = bias.data + forget_gate * H;
  const float* bg = bias.data + cell_gate * H;
  const float* bo = bias.data + output_gate * H;
  for (Index b = 0; b < c.rows; ++b) {
    float* zi = z.row(b) + input_gate * H;
    float* zf = z.row(b) + forget_gate * H;
    float* zg = z.row(b) + cell_gate * H;
    float* zo = z.row(b) + output_gate * H;
    for_each_vector<Tail>(H, [&](Index n, auto part) {
      const Batch i = through.gate(part.load(zi + n) + part.load(bi + n));
      const Batch f = through.gate(part.load(zf + n) + part.load(bf + n));
      const Batch g = through.cell(part.load(zg + n) + part.load(bg + n));
      const Batch o = through.gate(part.load(zo + n) + part.load(bo + n));
      const Batch c_t = multiply_add(f, part.load(c_prev.row(b) + n), i * g);
      const Batch a_t = through.cell(c_t);
      part.store(zi + n, i);
      part.store(zf + n, f);
      part.store(zg + n, g);
      part.store(zo + n, o);
      part.store(c.row(b) + n, c_t);
      part.store(a.row(b) + n, a_t);
      part.store(h.row(b) + n, o * a_t);
    });
  }
}

template <class Tail, class Through>
void backward(Through through, View z, ConstView c_prev, ConstView a, ConstView d_y, ConstView d_h,
              View d_c) {
  const Index H = d_c.cols;
  for (Index b = 0; b < d_c.rows; ++b) {
    float* zi = z.row(b) + input_gate * H;
    float* zf = z.row(b) + forget_gate * H;
    float* zg = z.row(b) + cell_gate * H;
    float* zo = z.row(b) + output_gate * H;
    for_each_vector<Tail>(H, [&](Index n, auto part) {
      const Batch i = part.load(zi + n), f = part.load(zf + n), g = part.load(zg + n),
                  o = part.load(zo + n), a_t = part.load(a.row(b) + n);
      Batch d_h_t = part.load(d_h.row(b) + n);
      if (d_y.data) d_h_t += part.load(d_y.row(b) + n);
      const Batch d_c_t =
          multiply_add(d_h_t * o, through.cell_slope(a_t), part.load(d_c.row(b) + n));
      part.store(zi + n, through.gate_back(d_c_t * g, i));
      part.store(zf + n, through.gate_back(d_c_t * part.load(c_prev.row(b) + n), f));
      part.store(zg + n, through.cell_back(d_c_t * i, g));
      part.store(zo + n, through.gate_back(d_h_t * a_t, o));
      part.store(d_c.row(b) + n, d_c_t * f);
    });
  }
}

}  // namespace

void gates_forward(const CellActivations& by, View z, ConstView bias, ConstView c_prev, View c,
                   View a, View h) {
  if (by == CellActivations{}) return forward<Part>(Default{}, z, bias, c_prev, c, a, h);
  forward<CalledPart>(Chosen{by}, z, bias, c_prev, c, a, h);
}

void gates_backward(const CellActivations& by, View z, ConstView c_prev, ConstView a, ConstView d_y,
                    ConstView d_h, View d_c) {
  if (by == CellActivations{}) return backward<Part>(Default{}, z, c_prev, a, d_y, d_h, d_c);
  backward<CalledPart>(Chosen{by}, z, c_prev, a, d_y, d_h, d_c);
}

void copy_kept(std::span<const Flag> mask, ConstView from, View to) {
  for (Index b = 0; b < to.rows; ++b) {
    if (!mask[static_cast<std::size_t>(b)]) std::copy_n(from.row(b), to.cols, to.row(b));
  }
}

void keep_gates(std::span<const Flag> mask, View z, Index gates, Index keeping) {
  const Index H = z.cols / gates;
  for (Index b = 0; b < z.rows; ++b) {
    if (mask[static_cast<std::size_t>(b)]) continue;
    std::fill_n(z.row(b), z.cols, 0.0f);
    std::fill_n(z.row(b) + keeping * H, H, 1.0f);
  }
}

void keep_backward(std::span<const Flag> mask, ConstView d_y, ConstView d_h, View d_kept) {
  copy_kept(mask, d_h, d_kept);
  if (!d_y.data) return;
  for (Index b = 0; b < d_kept.rows; ++b) {
    if (!mask[static_cast<std::size_t>(b)]) add_scaled(1, d_y.row(b), d_kept.row(b), d_y.cols);
  }
}

void clear_kept(std::span<const Flag> mask, View d_z) {
  for (Index b = 0; b < d_z.rows; ++b) {
    if (!mask[static_cast<std::size_t>(b)]) std::fill_n(d_z.row(b), d_z.cols, 0.0f);
  }
}

}  // namespace lstm::kernels
