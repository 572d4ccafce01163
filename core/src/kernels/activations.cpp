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
    case CellActivation::hard_sigmoid_keras2:
      return (clamp(x, 2.5f) + Batch(2.5f)) / Batch(5.0f);
  }
  return x;
}

Batch slope(CellActivation kind, Batch y) {
  const Batch zero(0.0f), one(1.0f);
  const auto between = [&](float slope) {
    return xsimd::select(y > zero && y < one, Batch(slope), zero);
  };
  switch (kind) {
    case CellActivation::tanh:
      return one - y * y;
    case CellActivation::sigmoid:
      return y * (one - y);
    case CellActivation::hard_sigmoid:
      return between(1.0f / 6);
    case CellActivation::relu:
      return xsimd::select(y > zero, one, zero);
    case CellActivation::linear:
      return one;
    case CellActivation::softsign:
      return (one - xsimd::abs(y)) * (one - xsimd::abs(y));
    case CellActivation::hard_sigmoid_keras2:
      return between(0.2f);
  }
  return one;
}

namespace {

constexpr float selu_scale = 1.0507009873554805f, selu_low = 1.7580993408473766f;  // l, l a
constexpr float leak = 0.2f;

[[gnu::noinline]] Batch exp(Batch x) { return xsimd::exp(x); }

// x where it is above 0, else otherwise
Batch above(Batch x, Batch is, Batch otherwise) {
  return xsimd::select(x > Batch(0.0f), is, otherwise);
}

// P(x) of gelu, by Abramowitz and Stegun's 7.1.26: exact to 1e-7.
Batch normal_share(Batch x) {
  const Batch one(1.0f), size = xsimd::abs(x);
  const Batch t = one / multiply_add(size, Batch(0.3275911f * 0.70710678f), one);
  Batch p(1.061405429f / 2);
  p = multiply_add(p, t, Batch(-1.453152027f / 2));
  p = multiply_add(p, t, Batch(1.421413741f / 2));
  p = multiply_add(p, t, Batch(-0.284496736f / 2));
  p = multiply_add(p, t, Batch(0.254829592f / 2));
  const Batch tail = p * t * exp(x * x * Batch(-0.5f));
  return above(x, one - tail, tail);
}

// log(1 + e), 0 <= e <= 1: 2 artanh z, z = e / (2 + e), whose series is exact to 1e-8 after z^13.
Batch log_of_one_and(Batch e) {
  const Batch z = e / (Batch(2.0f) + e), s = z * z;
  Batch p(1.0f / 13);
  for (int n = 11; n >= 1; n -= 2) p = multiply_add(p, s, Batch(1.0f / static_cast<float>(n)));
  return Batch(2.0f) * z * p;
}

// 0 where x is far below it, which tanh's clamp does not give.
[[gnu::noinline]] Batch exact_sigmoid(Batch x) { return Batch(1.0f) / (Batch(1.0f) + exp(-x)); }

CellActivation of_cells(ActivationKind kind) {
  if (kind == ActivationKind::softsign) return CellActivation::softsign;
  return kind == ActivationKind::hard_sigmoid ? CellActivation::hard_sigmoid
                                              : CellActivation::hard_sigmoid_keras2;
}

[[gnu::noinline]] Batch value(ActivationKind kind, Batch x) {
  switch (kind) {
    case ActivationKind::elu:
      return above(x, x, exp(x) - Batch(1.0f));
    case ActivationKind::gelu:
      return x * normal_share(x);
    case ActivationKind::leaky_relu:
      return above(x, x, Batch(leak) * x);
    case ActivationKind::selu:
      return above(x, Batch(selu_scale) * x, Batch(selu_low) * (exp(x) - Batch(1.0f)));
    case ActivationKind::softplus:
      return above(x, x, x * Batch(0.0f)) + log_of_one_and(exp(-xsimd::abs(x)));
    case ActivationKind::swish:
      return x * exact_sigmoid(x);
    case ActivationKind::exponential:
      return exp(x);
    default:
      return activate(of_cells(kind), x);
  }
}

[[gnu::noinline]] Batch rise(ActivationKind kind, Batch x, Batch y) {
  const Batch one(1.0f);
  switch (kind) {
    case ActivationKind::elu:
      return above(x, one, y + one);
    case ActivationKind::gelu:
      return multiply_add(Batch(0.3989422804f) * x, exp(x * x * Batch(-0.5f)), normal_share(x));
    case ActivationKind::leaky_relu:
      return above(x, one, Batch(leak));
    case ActivationKind::selu:
      return above(x, Batch(selu_scale), y + Batch(selu_low));
    case ActivationKind::softplus:
      return exact_sigmoid(x);
    case ActivationKind::swish: {
      const Batch s = exact_sigmoid(x);
      return multiply_add(y, one - s, s);
    }
    case ActivationKind::exponential:
      return y;
    default:
      return slope(of_cells(kind), y);
  }
}

}  // namespace

void activate(ActivationKind kind, const float* x, float* y, Index size) {
  map(x, y, size, [kind](Batch part) { return value(kind, part); });
}

void activate_backward(ActivationKind kind, const float* x, const float* y, float* d, Index size) {
  for_each_vector<CalledPart>(size, [&](Index n, auto part) {
    const Batch its = rise(kind, part.load(x + n), part.load(y + n));
    part.store(d + n, part.load(d + n) * its);
  });
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
