#include "lstm/simple_rnn.hpp"

#include "kernels/simple_rnn.hpp"
#include "layers/one_product.hpp"
#include "layers/recurrent_kind.hpp"

namespace lstm {

namespace {

class SimpleRnnCell : public OneProduct {
 public:
  explicit SimpleRnnCell(const SimpleRnnConfig& config)
      : OneProduct(1, config.units, config.use_bias), activation_(config.activation) {}

  std::span<const char* const> parts() const override { return names; }

  void forward(const CellStep& step) override {
    weight_hh_.add_product(step.h_in, step.z);
    kernels::simple_rnn_forward(activation_, step.z, bias_.value(), step.h().after);
  }
  void keep(std::span<const Flag>, const CellStep&) override {}  // h says it

  void backward(const CellStep& step, ConstView d_y, std::span<const View> d_parts) override {
    kernels::simple_rnn_backward(activation_, step.z, step.h().after, d_y, d_parts[0]);
  }

  std::vector<Look> looks(ConstView, std::span<const ConstView> parts) const override {
    return {{"h", parts[0], 0}};
  }

 private:
  static constexpr const char* names[] = {"h"};

  CellActivation activation_;
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
