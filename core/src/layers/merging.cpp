#include "layers/merging.hpp"

#include <algorithm>

#include "kernels/vectors.hpp"
#include "numbers/eigen.hpp"

namespace lstm {

namespace {

using Merged = std::span<const ConstView>;

void sum_forward(Merged x, View y) {
  std::copy_n(x[0].data, y.size(), y.data);
  for (const ConstView other : x.subspan(1)) {
    kernels::add_scaled(1, other.data, y.data, y.size());
  }
}

void copy_scaled(float factor, ConstView d_y, std::span<const View> d_x) {
  for (const View d : d_x) {
    if (d.data) eigen(d) = factor * eigen(d_y);
  }
}

void sum_backward(Merged, ConstView d_y, std::span<const View> d_x) { copy_scaled(1, d_y, d_x); }

float share(Merged x) { return 1 / static_cast<float>(x.size()); }

void mean_forward(Merged x, View y) {
  sum_forward(x, y);
  kernels::scale(share(x), y.data, y.size());
}

void mean_backward(Merged x, ConstView d_y, std::span<const View> d_x) {
  copy_scaled(share(x), d_y, d_x);
}

void product_forward(Merged x, View y) {
  std::copy_n(x[0].data, y.size(), y.data);
  for (const ConstView other : x.subspan(1)) {
    kernels::multiply(y.data, other.data, y.data, y.size());
  }
}

void product_backward(Merged x, ConstView d_y, std::span<const View> d_x) {
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (!d_x[k].data) continue;
    std::copy_n(d_y.data, d_y.size(), d_x[k].data);
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (j != k) kernels::multiply(d_x[k].data, x[j].data, d_x[k].data, d_y.size());
    }
  }
}

void join_forward(Merged x, View y) {
  Index first = 0;
  for (const ConstView its : x) {
    eigen(y).middleCols(first, its.cols) = eigen(its);
    first += its.cols;
  }
}

void join_backward(Merged x, ConstView d_y, std::span<const View> d_x) {
  Index first = 0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const Index cols = x[k].cols;
    if (d_x[k].data) eigen(d_x[k]) = eigen(d_y).middleCols(first, cols);
    first += cols;
  }
}

}  // namespace

const Merging Merging::sum = {sum_forward, sum_backward};
const Merging Merging::product = {product_forward, product_backward};
const Merging Merging::mean = {mean_forward, mean_backward};
const Merging Merging::join = {join_forward, join_backward};

}  // namespace lstm
