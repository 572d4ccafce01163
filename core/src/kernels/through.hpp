// What a cell goes through, told to its loops: each is written once and compiled for both.
#pragma once

#include "kernels/activations.hpp"

namespace lstm::kernels {

// By default: known where the loops are compiled.
struct Default {
  Batch gate(Batch x) const { return sigmoid(x); }
  Batch cell(Batch x) const { return tanh(x); }
  // d times the slope of what gave y
  Batch gate_back(Batch d, Batch y) const { return d * y * (Batch(1.0f) - y); }
  Batch cell_back(Batch d, Batch y) const { return d * cell_slope(y); }
  Batch cell_slope(Batch y) const { return Batch(1.0f) - y * y; }
};

// Any: looked up at every vector, which is slower and written out once.
struct Chosen {
  CellActivations by;

  Batch gate(Batch x) const { return activate(by.recurrent, x); }
  Batch cell(Batch x) const { return activate(by.activation, x); }
  Batch gate_back(Batch d, Batch y) const { return d * slope(by.recurrent, y); }
  Batch cell_back(Batch d, Batch y) const { return d * cell_slope(y); }
  Batch cell_slope(Batch y) const { return slope(by.activation, y); }
};

}  // namespace lstm::kernels
