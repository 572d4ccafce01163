#include "lstm/lstm.hpp"

#include <algorithm>

#include "kernels/gates.hpp"
#include "layers/one_product.hpp"
#include "layers/recurrent_kind.hpp"

namespace lstm {

namespace {

class LstmCell : public OneProduct {
 public:
  explicit LstmCell(const LstmConfig& config)
      : OneProduct(4, config.units, config.use_bias),
        by_{config.activation, config.recurrent_activation},
        unit_forget_bias_(config.unit_forget_bias) {}

  std::span<const char* const> parts() const override { return names; }

  void initialize(Random& random) override {
    OneProduct::initialize(random);
    if (!bias_.used() || !unit_forget_bias_) return;
    std::fill_n(bias_.value().data + kernels::forget_gate * H_, H_, 1.0f);
  }
  void begin_forward(Index T, Index B) override {
    a_ = a_buffer_.view(T * B, H_);
    OneProduct::begin_forward(T, B);
  }
  void forward(const CellStep& step) override;
  void keep(std::span<const Flag> mask, const CellStep& step) override {
    kernels::keep_gates(mask, step.z, gates_, kernels::forget_gate);
  }

  void backward(const CellStep& step, ConstView d_y, std::span<const View> d_parts) override;

  std::vector<Look> looks(ConstView z, std::span<const ConstView> parts) const override {
    return {{"i", z, kernels::input_gate * H_},
            {"f", z, kernels::forget_gate * H_},
            {"g", z, kernels::cell_gate * H_},
            {"o", z, kernels::output_gate * H_},
            {"c", parts[1], 0},
            {"h", parts[0], 0}};
  }

 private:
  static constexpr const char* names[] = {"h", "c"};

  CellActivations by_;
  bool unit_forget_bias_;
  View a_;  // [T * B, H] tanh(c_t)
  Buffer a_buffer_;
};

void LstmCell::forward(const CellStep& step) {
  const auto &h = step.parts[0], &c = step.parts[1];
  weight_hh_.add_product(step.h_in, step.z);
  kernels::gates_forward(by_, step.z, bias_.value(), c.before, c.after, step.of(a_), h.after);
}

void LstmCell::backward(const CellStep& step, ConstView d_y, std::span<const View> d_parts) {
  kernels::gates_backward(by_, step.z, step.parts[1].before, step.of(a_), d_y, d_parts[0],
                          d_parts[1]);
}

}  // namespace

static void fields(Fields& visit, LstmConfig& c) {
  visit("units", c.units);
  gate_fields(visit, c);
  order_fields(visit, c);
  visit("unitForgetBias", c.unit_forget_bias);
  dropout_fields(visit, c);
}

static std::unique_ptr<Cell> cell_of(const LstmConfig& config) {
  return std::make_unique<LstmCell>(config);
}

const LayerKind LstmConfig::kind = recurrent_kind<LstmConfig>("lstm", "lstm", "LSTM");

}  // namespace lstm
