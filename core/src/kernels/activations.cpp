#include "kernels/activations.hpp"

namespace lstm::kernels {

namespace {

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

void tanh(const float* x, float* y, Index size) {
  map(x, y, size, [](Batch part) { return tanh(part); });
}

void sigmoid(const float* x, float* y, Index size) {
  map(x, y, size, [](Batch part) { return sigmoid(part); });
}

void relu(const float* x, float* y, Index size) {
  map(x, y, size, [](Batch part) { return xsimd::select(part < Batch(0.0f), Batch(0.0f), part); });
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
