#include "kernels/simple_rnn.hpp"

#include "kernels/through.hpp"

namespace lstm::kernels {

namespace {

template <class Through>
void forward(Through through, ConstView z, ConstView bias, View h) {
  for (Index b = 0; b < h.rows; ++b) {
    for_each_vector<CalledPart>(h.cols, [&](Index n, auto part) {
      part.store(h.row(b) + n, through.cell(part.load(z.row(b) + n) + part.load(bias.data + n)));
    });
  }
}

template <class Through>
void backward(Through through, View d_z, ConstView h, ConstView d_y, ConstView d_h) {
  for (Index b = 0; b < h.rows; ++b) {
    for_each_vector<CalledPart>(h.cols, [&](Index n, auto part) {
      Batch d_h_t = part.load(d_h.row(b) + n);
      if (d_y.data) d_h_t += part.load(d_y.row(b) + n);
      part.store(d_z.row(b) + n, through.cell_back(d_h_t, part.load(h.row(b) + n)));
    });
  }
}

Chosen chosen(CellActivation activation) { return {{.activation = activation}}; }

}  // namespace

void simple_rnn_forward(CellActivation activation, ConstView z, ConstView bias, View h) {
  if (activation == CellActivations{}.activation) return forward(Default{}, z, bias, h);
  forward(chosen(activation), z, bias, h);
}

void simple_rnn_backward(CellActivation activation, View d_z, ConstView h, ConstView d_y,
                         ConstView d_h) {
  if (activation == CellActivations{}.activation) return backward(Default{}, d_z, h, d_y, d_h);
  backward(chosen(activation), d_z, h, d_y, d_h);
}

}  // namespace lstm::kernels
