#include "kernels/gru_reset_before.hpp"

#include "kernels/through.hpp"

namespace lstm::kernels {

namespace {

// Calls body(b, k, part, block) for every vector of H in every row of z; block(gate) is where a
// gate's vector stands in that row of z.
template <class Body>
void for_each(View z, Index H, Body body) {
  for (Index b = 0; b < z.rows; ++b) {
    for_each_vector<CalledPart>(H, [&](Index k, auto part) {
      body(b, k, part, [&](Index gate) { return z.row(b) + gate * H + k; });
    });
  }
}

// Where u_rz and d_rz have the blocks that z has: the first two.
static_assert(reset_gate < 2 && update_gate < 2);

}  // namespace

void gru_gates_forward(const CellActivations& by, View z, ConstView u_rz, ConstView bias,
                       ConstView h_in, View rh) {
  const Index H = rh.cols;
  for_each(z, H, [&](Index b, Index k, auto part, auto block) {
    const auto gate = [&](Index which) {
      const Index at = which * H + k;
      const Batch sum = part.load(block(which)) + part.load(bias.data + at);
      return activate(by.recurrent, sum + part.load(u_rz.row(b) + at));
    };
    const Batch r = gate(reset_gate);
    part.store(block(reset_gate), r);
    part.store(block(update_gate), gate(update_gate));
    part.store(rh.row(b) + k, r * part.load(h_in.row(b) + k));
  });
}

void gru_new_forward(const CellActivations& by, View z, ConstView u_n, ConstView bias,
                     ConstView h_prev, View h) {
  const Index H = h.cols;
  const float* b_n = bias.data + new_gate * H;
  for_each(z, H, [&](Index b, Index k, auto part, auto block) {
    const Batch sum = part.load(block(new_gate)) + part.load(b_n + k);
    const Batch n = activate(by.activation, sum + part.load(u_n.row(b) + k));
    const Batch z_t = part.load(block(update_gate));
    part.store(block(new_gate), n);
    const Batch fresh = (Batch(1.0f) - z_t) * n;
    part.store(h.row(b) + k, multiply_add(z_t, part.load(h_prev.row(b) + k), fresh));
  });
}

void gru_new_backward(const CellActivations& by, View z, ConstView h_prev, ConstView d_y, View d_h,
                      View d_n) {
  const Chosen through{by};
  for_each(z, d_h.cols, [&](Index b, Index k, auto part, auto block) {
    const Batch z_t = part.load(block(update_gate)), n = part.load(block(new_gate));
    Batch d_h_t = part.load(d_h.row(b) + k);
    if (d_y.data) d_h_t += part.load(d_y.row(b) + k);
    const Batch d_zn = through.cell_back(d_h_t * (Batch(1.0f) - z_t), n);
    const Batch d_z_t = d_h_t * (part.load(h_prev.row(b) + k) - n);
    part.store(block(update_gate), through.gate_back(d_z_t, z_t));
    part.store(block(new_gate), d_zn);
    part.store(d_n.row(b) + k, d_zn);
    part.store(d_h.row(b) + k, d_h_t * z_t);
  });
}

void gru_reset_backward(const CellActivations& by, View z, ConstView h_in, View d_rh, View d_rz) {
  const Index H = d_rh.cols;
  for_each(z, H, [&](Index b, Index k, auto part, auto block) {
    const Batch r = part.load(block(reset_gate)), d_rh_t = part.load(d_rh.row(b) + k);
    const Batch d_zr = d_rh_t * part.load(h_in.row(b) + k) * slope(by.recurrent, r);
    part.store(block(reset_gate), d_zr);
    part.store(d_rz.row(b) + reset_gate * H + k, d_zr);
    part.store(d_rz.row(b) + update_gate * H + k, part.load(block(update_gate)));
    part.store(d_rh.row(b) + k, d_rh_t * r);
  });
}

}  // namespace lstm::kernels
