#include "kernels/gru_gates.hpp"

#include "kernels/through.hpp"

namespace lstm::kernels {

namespace {

template <class Through>
void forward(Through through, View z, View u, ConstView bias_ih, ConstView bias_hh,
             ConstView h_prev, View h) {
  const Index H = h.cols, R = reset_gate * H, Z = update_gate * H, N = new_gate * H;
  const float *b_ih = bias_ih.data, *b_hh = bias_hh.data;
  for (Index b = 0; b < h.rows; ++b) {
    float *z_b = z.row(b), *u_b = u.row(b);
    for_each_vector<CalledPart>(H, [&](Index k, auto part) {
      const auto from_x = [&](Index at) {
        return part.load(z_b + at + k) + part.load(b_ih + at + k);
      };
      const auto from_h = [&](Index at) {
        return part.load(u_b + at + k) + part.load(b_hh + at + k);
      };
      const Batch r = through.gate(from_x(R) + from_h(R));
      const Batch z_t = through.gate(from_x(Z) + from_h(Z));
      const Batch q = from_h(N);
      const Batch n = through.cell(multiply_add(r, q, from_x(N)));
      part.store(z_b + R + k, r);
      part.store(z_b + Z + k, z_t);
      part.store(z_b + N + k, n);
      part.store(u_b + N + k, q);
      const Batch fresh = (Batch(1.0f) - z_t) * n;
      part.store(h.row(b) + k, multiply_add(z_t, part.load(h_prev.row(b) + k), fresh));
    });
  }
}

template <class Through>
void backward(Through through, View z, View u, ConstView h_prev, ConstView d_y, View d_h) {
  const Index H = d_h.cols, R = reset_gate * H, Z = update_gate * H, N = new_gate * H;
  for (Index b = 0; b < d_h.rows; ++b) {
    float *z_b = z.row(b), *u_b = u.row(b);
    for_each_vector<CalledPart>(H, [&](Index k, auto part) {
      const Batch r = part.load(z_b + R + k), z_t = part.load(z_b + Z + k),
                  n = part.load(z_b + N + k), q = part.load(u_b + N + k);
      Batch d_h_t = part.load(d_h.row(b) + k);
      if (d_y.data) d_h_t += part.load(d_y.row(b) + k);
      const Batch d_zn = through.cell_back(d_h_t * (Batch(1.0f) - z_t), n);
      const Batch d_zr = through.gate_back(d_zn * q, r);
      const Batch d_zz = through.gate_back(d_h_t * (part.load(h_prev.row(b) + k) - n), z_t);
      part.store(z_b + R + k, d_zr);
      part.store(z_b + Z + k, d_zz);
      part.store(z_b + N + k, d_zn);
      part.store(u_b + R + k, d_zr);
      part.store(u_b + Z + k, d_zz);
      part.store(u_b + N + k, d_zn * r);
      part.store(d_h.row(b) + k, d_h_t * z_t);
    });
  }
}

}  // namespace

void gru_forward(const CellActivations& by, View z, View u, ConstView bias_ih, ConstView bias_hh,
                 ConstView h_prev, View h) {
  if (by == CellActivations{}) return forward(Default{}, z, u, bias_ih, bias_hh, h_prev, h);
  forward(Chosen{by}, z, u, bias_ih, bias_hh, h_prev, h);
}

void gru_backward(const CellActivations& by, View z, View u, ConstView h_prev, ConstView d_y,
                  View d_h) {
  if (by == CellActivations{}) return backward(Default{}, z, u, h_prev, d_y, d_h);
  backward(Chosen{by}, z, u, h_prev, d_y, d_h);
}

}  // namespace lstm::kernels
