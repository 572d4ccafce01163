#include "lstm/gru.hpp"

#include "kernels/gates.hpp"
#include "kernels/gru_gates.hpp"
#include "kernels/gru_reset_before.hpp"
#include "layers/recurrent_kind.hpp"
#include "layers/weights.hpp"

namespace lstm {

namespace {

constexpr const char* names[] = {"h"};

// What the cell has whichever side of the product its reset gate is on.
class GruBase : public Cell {
 public:
  explicit GruBase(const GruConfig& config)
      : H_(config.units),
        by_{config.activation, config.recurrent_activation},
        bias_(config.use_bias) {}

  Index gates() const override { return 3; }
  std::span<const char* const> parts() const override { return names; }
  View d_bias() const override { return bias_.gradient(); }
  bool hands_on_h() const override { return true; }  // by z
  void keep(std::span<const Flag> mask, const CellStep& step) override {
    kernels::keep_gates(mask, step.z, 3, kernels::update_gate);
  }
  std::vector<Look> looks(ConstView z, std::span<const ConstView> parts) const override {
    return {{"r", z, kernels::reset_gate * H_},
            {"z", z, kernels::update_gate * H_},
            {"n", z, kernels::new_gate * H_},
            {"h", parts[0], 0}};
  }

 protected:
  Index H_;
  CellActivations by_;
  RecurrentBias bias_;
};

// The reset gate after the product: one product, whose third block has a bias of its own.
class ResetAfter : public GruBase {
 public:
  explicit ResetAfter(const GruConfig& config) : GruBase(config), bias_hh_(config.use_bias) {}

  std::vector<ParameterSpec> parameters(const std::string& layer,
                                        const std::string& end) const override {
    std::vector<ParameterSpec> specs{{layer + ".weight_hh" + end, {3 * H_, H_}}};
    if (!bias_.used()) return specs;
    specs.push_back({layer + ".bias_ih" + end, {3 * H_}});
    specs.push_back({layer + ".bias_hh" + end, {3 * H_}});
    return specs;
  }
  void bind(std::span<const Parameter> parameters) override {
    weight_hh_.bind(parameters[0]);
    bias_.bind(parameters.subspan(1), 3 * H_);
    bias_hh_.bind(bias_.used() ? parameters.subspan(2) : parameters.subspan(1), 3 * H_);
  }
  void initialize(Random& random) override {
    orthogonal(weight_hh_.value(), random);
    bias_.value().fill(0);
    bias_hh_.value().fill(0);
  }
  void weights_changed() override { weight_hh_.changed(); }

  void begin_forward(Index T, Index B) override {
    u_ = u_buffer_.view(T * B, 3 * H_);
    weight_hh_.begin_forward(B);
  }
  void forward(const CellStep& step) override {
    weight_hh_.product(step.h_in, step.of(u_));
    kernels::gru_forward(by_, step.z, step.of(u_), bias_.value(), bias_hh_.value(), step.h().before,
                         step.h().after);
  }
  void begin_backward(Index B) override { weight_hh_.begin_backward(B); }
  void backward(const CellStep& step, ConstView d_y, std::span<const View> d_parts) override {
    kernels::gru_backward(by_, step.z, step.of(u_), step.h().before, d_y, d_parts[0]);
  }
  void clear(std::span<const Flag> mask, const CellStep& step) override {
    GruBase::clear(mask, step);
    kernels::clear_kept(mask, step.of(u_));
  }
  void backward_products(const CellStep& step, View d_h_in) override {
    weight_hh_.backward(step.of(u_), d_h_in);
  }
  void add_gradients(ConstView, ConstView h_in) override {
    weight_hh_.add_gradient(u_, h_in);
    if (bias_hh_.gradient().data) kernels::add_column_sums(u_, bias_hh_.gradient());
  }

 private:
  RecurrentWeight weight_hh_;
  RecurrentBias bias_hh_;
  View u_;  // [T * B, 3H]  W_hh h_{t-1}, its third block with its bias; backward: d_u in its place
  Buffer u_buffer_;
};

// The reset gate before the product: two products, the second of r * h_{t-1}.
class ResetBefore : public GruBase {
 public:
  using GruBase::GruBase;

  std::vector<ParameterSpec> parameters(const std::string& layer,
                                        const std::string& end) const override {
    std::vector<ParameterSpec> specs{{layer + ".weight_hh" + end, {3 * H_, H_}}};
    if (bias_.used()) specs.push_back({layer + ".bias_ih" + end, {3 * H_}});
    return specs;
  }
  void bind(std::span<const Parameter> parameters) override {
    whole_ = parameters[0].value;
    gates_.bind(parameters[0], kernels::reset_gate * H_, 2 * H_);
    candidate_.bind(parameters[0], kernels::new_gate * H_, H_);
    bias_.bind(parameters.subspan(1), 3 * H_);
  }
  void initialize(Random& random) override {
    orthogonal(whole_, random);
    bias_.value().fill(0);
  }
  void weights_changed() override {
    gates_.changed();
    candidate_.changed();
  }

  void begin_forward(Index T, Index B) override {
    rh_ = rh_buffer_.view(T * B, H_);
    u_gates_ = u_gates_buffer_.view(T * B, 2 * H_);
    u_new_ = u_new_buffer_.view(T * B, H_);
    gates_.begin_forward(B);
    candidate_.begin_forward(B);
  }
  void forward(const CellStep& step) override {
    const View rh = step.of(rh_);
    gates_.product(step.h_in, step.of(u_gates_));
    kernels::gru_gates_forward(by_, step.z, step.of(u_gates_), bias_.value(), step.h_in, rh);
    candidate_.product(rh, step.of(u_new_));
    kernels::gru_new_forward(by_, step.z, step.of(u_new_), bias_.value(), step.h().before,
                             step.h().after);
  }
  void begin_backward(Index B) override {
    d_rh_ = d_rh_buffer_.view(B, H_);
    gates_.begin_backward(B);
    candidate_.begin_backward(B);
  }
  void backward(const CellStep& step, ConstView d_y, std::span<const View> d_parts) override {
    kernels::gru_new_backward(by_, step.z, step.h().before, d_y, d_parts[0], step.of(u_new_));
    candidate_.backward(step.of(u_new_), d_rh_);
    kernels::gru_reset_backward(by_, step.z, step.h_in, d_rh_, step.of(u_gates_));
  }
  void clear(std::span<const Flag> mask, const CellStep& step) override {
    GruBase::clear(mask, step);
    for (const View its : {step.of(u_gates_), step.of(u_new_), d_rh_}) {
      kernels::clear_kept(mask, its);
    }
  }
  void backward_products(const CellStep& step, View d_h_in) override {
    std::copy_n(d_rh_.data, d_rh_.size(), d_h_in.data);
    gates_.add_backward(step.of(u_gates_), d_h_in);
  }
  void add_gradients(ConstView, ConstView h_in) override {
    gates_.add_gradient(u_gates_, h_in);
    candidate_.add_gradient(u_new_, rh_);
  }

 private:
  View whole_;                         // weight_hh [3H, H]
  RecurrentWeight gates_, candidate_;  // its rows of r and z, of n
  View rh_;                            // [T * B, H]   r * h_{t-1}
  View u_gates_, u_new_;               // [T * B, 2H], [T * B, H]  products; backward: gradients
  View d_rh_;                          // [B, H]
  Buffer rh_buffer_, u_gates_buffer_, u_new_buffer_, d_rh_buffer_;
};

}  // namespace

static void fields(Fields& visit, GruConfig& c) {
  visit("units", c.units);
  gate_fields(visit, c);
  visit("resetAfter", c.reset_after);
  order_fields(visit, c);
  dropout_fields(visit, c);
}

static std::unique_ptr<Cell> cell_of(const GruConfig& config) {
  if (config.reset_after) return std::make_unique<ResetAfter>(config);
  return std::make_unique<ResetBefore>(config);
}

const LayerKind GruConfig::kind = recurrent_kind<GruConfig>("gru", "gru", "GRU");

}  // namespace lstm
