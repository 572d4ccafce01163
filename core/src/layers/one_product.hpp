// What cells share whose gates all take one product with h, and one bias.
#pragma once

#include "layers/cell.hpp"
#include "layers/weights.hpp"

namespace lstm {

class OneProduct : public Cell {
 public:
  Index gates() const override { return gates_; }

  std::vector<ParameterSpec> parameters(const std::string& layer,
                                        const std::string& end) const override {
    std::vector<ParameterSpec> specs{{layer + ".weight_hh" + end, {gates_ * H_, H_}}};
    bias_.add_spec(layer, end, gates_ * H_, specs);
    return specs;
  }
  void bind(std::span<const Parameter> parameters) override {
    weight_hh_.bind(parameters[0]);
    bias_.bind(parameters.subspan(1), gates_ * H_);
  }
  void initialize(Random& random) override {
    orthogonal(weight_hh_.value(), random);
    bias_.value().fill(0);
  }
  void weights_changed() override { weight_hh_.changed(); }
  View d_bias() const override { return bias_.gradient(); }

  void begin_forward(Index, Index B) override { weight_hh_.begin_forward(B); }
  void begin_backward(Index B) override { weight_hh_.begin_backward(B); }
  void backward_products(const CellStep& step, View d_h_in) override {
    weight_hh_.backward(step.z, d_h_in);
  }
  void add_gradients(ConstView d_z, ConstView h_in) override { weight_hh_.add_gradient(d_z, h_in); }

 protected:
  OneProduct(Index gates, Index units, bool use_bias) : gates_(gates), H_(units), bias_(use_bias) {}

  Index gates_, H_;
  RecurrentWeight weight_hh_;  // [GH, H]
  RecurrentBias bias_;         // [1, GH]
};

}  // namespace lstm
