#include "kernels/activations.hpp"

namespace lstm::kernels {

namespace {

Batch relu(Batch x) { return xsimd::select(x < Batch(0.0f), Batch(0.0f), x); }

template <class Function>
void map(const float* x, float* y, Index size, Function f) {
  for_each_vector<CalledPart>(size,
                              [&](Index n, auto part) { part.store(y + n, f(part.load(x + n))); });
}

// d = d factor(y)
template <class Factor>
void multiply_by(const float* y, float* d, Index size, Factor factor) {
  for_each_vector<CalledPart>(size, [&](Index n, auto part) {
    part.store(d + n, part.load(d + n) * factor(part.load(y + n)));
  });
}

}  // namespace

Batch activate(CellActivation kind, Batch x) {
  switch (kind) {
    case CellActivation::tanh:
      return tanh(x);
    case CellActivation::sigmoid:
      return sigmoid(x);
    case CellActivation::hard_sigmoid:
      return (clamp(x, 3) + Batch(3.0f)) / Batch(6.0f);
    case CellActivation::relu:
      return relu(x);
    case CellActivation::linear:
      return x;
    case CellActivation::softsign:
      return x / (Batch(1.0f) + xsimd::abs(x));
  }
  return x;
}

Batch slope(CellActivation kind, Batch y) {
  const Batch zero(0.0f), one(1.0f);
  switch (kind) {
    case CellActivation::tanh:
      return one - y * y;
    case CellActivation::sigmoid:
      return y * (one - y);
    case CellActivation::hard_sigmoid:
      return xsimd::select(y > zero && y < one, Batch(1.0f / 6), zero);
    case CellActivation::relu:
      return xsimd::select(y > zero, one, zero);
    case CellActivation::linear:
      return one;
    case CellActivation::softsign:
      return (one - xsimd::abs(y)) * (one - xsimd::abs(y));
  }
  return one;
}

void tanh(const float* x, float* y, Index size) {
  map(x, y, size, [](Batch part) { return tanh(part); });
}

void sigmoid(const float* x, float* y, Index size) {
  map(x, y, size, [](Batch part) { return sigmoid(part); });
}

void relu(const float* x, float* y, Index size) {
  map(x, y, size, [](Batch part) { return relu(part); });
}

void tanh_backward(const float* y, float* d, Index size) {
  multiply_by(y, d, size, [](Batch part) { return Batch(1.0f) - part * part; });
}

void sigmoid_backward(const float* y, float* d, Index size) {
  multiply_by(y, d, size, [](Batch part) { return part * (Batch(1.0f) - part); });
}

void relu_backward(const float* y, float* d, Index size) {
  multiply_by(y, d, size, [](Batch part) {
    return xsimd::select(part > Batch(0.0f), Batch(1.0f), Batch(0.0f));
  });
}

}  // namespace lstm::kernels
