#include "lstm/simple_rnn.hpp"

#include "kernels/simple_rnn.hpp"
#include "layers/recurrent_kind.hpp"
#include "layers/weights.hpp"

namespace lstm {

namespace {

class SimpleRnnCell : public Cell {
 public:
  explicit SimpleRnnCell(const SimpleRnnConfig& config)
      : H_(config.units), activation_(config.activation), bias_(config.use_bias) {}

  Index gates() const override { return 1; }
  std::span<const char* const> parts() const override { return names; }

  std::vector<ParameterSpec> parameters(const std::string& layer,
                                        const std::string& end) const override {
    std::vector<ParameterSpec> specs{{layer + ".weight_hh" + end, {H_, H_}}};
    bias_.add_spec(layer, end, H_, specs);
    return specs;
  }
  void bind(std::span<const Parameter> parameters) override {
    weight_hh_.bind(parameters[0]);
    bias_.bind(parameters.subspan(1), H_);
  }
  void initialize(Random& random) override {
    orthogonal(weight_hh_.value(), random);
    bias_.value().fill(0);
  }
  void weights_changed() override { weight_hh_.changed(); }
  View d_bias() const override { return bias_.gradient(); }

  void begin_forward(Index, Index B) override { weight_hh_.begin_forward(B); }
  void forward(const CellStep& step) override {
    weight_hh_.add_product(step.h_in, step.z);
    kernels::simple_rnn_forward(activation_, step.z, bias_.value(), step.h().after);
  }
  void keep(std::span<const Flag>, const CellStep&) override {}  // h says it

  void begin_backward(Index B) override { weight_hh_.begin_backward(B); }
  void backward(const CellStep& step, ConstView d_y, std::span<const View> d_parts) override {
    kernels::simple_rnn_backward(activation_, step.z, step.h().after, d_y, d_parts[0]);
  }
  void backward_products(const CellStep& step, View d_h_in) override {
    weight_hh_.backward(step.z, d_h_in);
  }
  void add_gradients(ConstView d_z, ConstView h_in) override { weight_hh_.add_gradient(d_z, h_in); }

  std::vector<Look> looks(ConstView, std::span<const ConstView> parts) const override {
    return {{"h", parts[0], 0}};
  }

 private:
  static constexpr const char* names[] = {"h"};

  Index H_;
  CellActivation activation_;
  RecurrentWeight weight_hh_;
  RecurrentBias bias_;
};

}  // namespace

static void fields(Fields& visit, SimpleRnnConfig& c) {
  visit("units", c.units);
  visit("activation", c.activation, cell_activations);
  order_fields(visit, c);
  dropout_fields(visit, c);
}

static std::unique_ptr<Cell> cell_of(const SimpleRnnConfig& config) {
  return std::make_unique<SimpleRnnCell>(config);
}

const LayerKind SimpleRnnConfig::kind =
    recurrent_kind<SimpleRnnConfig>("simpleRNN", "simple_rnn", "SimpleRNN");

}  // namespace lstm
