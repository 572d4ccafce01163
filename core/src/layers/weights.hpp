// The weights of a cell beside its layer's projection.
#pragma once

#include <optional>

#include "kernels/gemm.hpp"
#include "layers/initializer.hpp"
#include "layers/layer.hpp"

namespace lstm {

// weight_hh [N, H], or some rows of it, as every step of a scan multiplies by it.
class RecurrentWeight {
 public:
  void bind(const Parameter& weight) { bind(weight, 0, weight.value.rows); }
  void bind(const Parameter& weight, Index first, Index rows) {
    value_ = weight.value.middle_rows(first, rows);
    gradient_ = weight.gradient.data ? weight.gradient.middle_rows(first, rows) : View{};
  }
  View value() const { return value_; }
  void changed() {
    kept_.drop();
    kept_back_.drop();
  }

  // Once a scan, of B rows a step.
  void begin_forward(Index B) { factor_.emplace(value_, kernels::Lies::transposed, B, kept_); }
  void begin_backward(Index B) { factor_.emplace(value_, kernels::Lies::straight, B, kept_back_); }

  // z [B, N] += or = h W^T
  void add_product(ConstView h, View z) const { factor_->multiply(h, z, kernels::Into::add); }
  void product(ConstView h, View z) const { factor_->multiply(h, z, kernels::Into::overwrite); }
  // d_h [B, H] = or += d_z W
  void backward(ConstView d_z, View d_h) const {
    factor_->multiply(d_z, d_h, kernels::Into::overwrite);
  }
  void add_backward(ConstView d_z, View d_h) const {
    factor_->multiply(d_z, d_h, kernels::Into::add);
  }

  // d_W += d_z^T h, over all steps
  void add_gradient(ConstView d_z, ConstView h) const {
    if (gradient_.data) kernels::add_at_b(d_z, h, gradient_);
  }

 private:
  View value_, gradient_;
  kernels::Kept kept_, kept_back_;  // for forward, and for backward
  std::optional<kernels::Factor> factor_;
};

// A row of biases, or zeros where there is none.
class RecurrentBias {
 public:
  explicit RecurrentBias(bool used) : used_(used) {}

  bool used() const { return used_; }
  View value() const { return value_; }
  View gradient() const { return gradient_; }

  // PyTorch has two, which only their sum tells apart from one.
  void add_spec(const std::string& layer, const std::string& end, Index size,
                std::vector<ParameterSpec>& specs) const {
    if (!used_) return;
    specs.push_back({layer + ".bias_ih" + end, {size}, layer + ".bias_hh" + end});
  }
  // The first of what is left of the parameters, where it has one.
  void bind(std::span<const Parameter> parameters, Index size) {
    value_ = used_ ? parameters.front().value : zeros_.view(1, size);
    gradient_ = used_ ? parameters.front().gradient : View{};
    if (!used_) value_.fill(0);
  }

 private:
  bool used_;
  View value_, gradient_;
  Buffer zeros_;
};

}  // namespace lstm
