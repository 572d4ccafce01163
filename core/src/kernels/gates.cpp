#include "kernels/gates.hpp"

#include <algorithm>

#include "kernels/activations.hpp"
#include "kernels/vectors.hpp"

namespace lstm::kernels {

void gates_forward(View z, ConstView bias, ConstView c_prev, View c, View tanh_c, View h) {
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
    for_each_vector(H, [&](Index n, auto part) {
      const Batch i = sigmoid(part.load(zi + n) + part.load(bi + n));
      const Batch f = sigmoid(part.load(zf + n) + part.load(bf + n));
      const Batch g = tanh(part.load(zg + n) + part.load(bg + n));
      const Batch o = sigmoid(part.load(zo + n) + part.load(bo + n));
      const Batch c_t = multiply_add(f, part.load(c_prev.row(b) + n), i * g);
      const Batch tanh_c_t = tanh(c_t);
      part.store(zi + n, i);
      part.store(zf + n, f);
      part.store(zg + n, g);
      part.store(zo + n, o);
      part.store(c.row(b) + n, c_t);
      part.store(tanh_c.row(b) + n, tanh_c_t);
      part.store(h.row(b) + n, o * tanh_c_t);
    });
  }
}

void gates_backward(View z, ConstView c_prev, ConstView tanh_c, ConstView d_y, ConstView d_h,
                    View d_c) {
  const Index H = d_c.cols;
  const Batch one(1.0f);
  for (Index b = 0; b < d_c.rows; ++b) {
    float* zi = z.row(b) + input_gate * H;
    float* zf = z.row(b) + forget_gate * H;
    float* zg = z.row(b) + cell_gate * H;
    float* zo = z.row(b) + output_gate * H;
    for_each_vector(H, [&](Index n, auto part) {
      const Batch i = part.load(zi + n), f = part.load(zf + n), g = part.load(zg + n),
                  o = part.load(zo + n), t = part.load(tanh_c.row(b) + n);
      Batch d_h_t = part.load(d_h.row(b) + n);
      if (d_y.data) d_h_t += part.load(d_y.row(b) + n);
      const Batch d_c_t = multiply_add(d_h_t * o, one - t * t, part.load(d_c.row(b) + n));
      part.store(zi + n, d_c_t * g * i * (one - i));
      part.store(zf + n, d_c_t * part.load(c_prev.row(b) + n) * f * (one - f));
      part.store(zg + n, d_c_t * i * (one - g * g));
      part.store(zo + n, d_h_t * t * o * (one - o));
      part.store(d_c.row(b) + n, d_c_t * f);
    });
  }
}

void copy_kept(std::span<const Flag> mask, ConstView from, View to) {
  for (Index b = 0; b < to.rows; ++b) {
    if (!mask[static_cast<std::size_t>(b)]) std::copy_n(from.row(b), to.cols, to.row(b));
  }
}

void keep_forward(std::span<const Flag> mask, View z, ConstView c_prev, View c, ConstView h_prev,
                  View h) {
  copy_kept(mask, c_prev, c);
  copy_kept(mask, h_prev, h);
  const Index H = c.cols;
  for (Index b = 0; b < z.rows; ++b) {
    if (mask[static_cast<std::size_t>(b)]) continue;
    std::fill_n(z.row(b), z.cols, 0.0f);
    std::fill_n(z.row(b) + forget_gate * H, H, 1.0f);
  }
}

void keep_backward(std::span<const Flag> mask, ConstView d_y, ConstView d_h, View d_kept) {
  copy_kept(mask, d_h, d_kept);
  if (!d_y.data) return;
  for (Index b = 0; b < d_kept.rows; ++b) {
    if (!mask[static_cast<std::size_t>(b)]) add_scaled(1, d_y.row(b), d_kept.row(b), d_y.cols);
  }
}

}  // namespace lstm::kernels
