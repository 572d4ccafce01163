#include "lstm/convolution.hpp"

#include <algorithm>

#include "kernels/gemm.hpp"
#include "kernels/vectors.hpp"
#include "layers/activation.hpp"
#include "layers/initializer.hpp"
#include "layers/kind.hpp"
#include "layers/windows.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// So many windows at a time are laid out as rows, so that they stay in cache while they are
// multiplied.
constexpr Index block = 96;

// A window of K rows of C numbers is one row of a product with the weights.
class Convolution : public Windowed {
 public:
  Convolution(const std::string& name, const Signature& input, const Slides& slides, Index filters,
              bool use_bias)
      : Windowed(name, input, slides, filters),
        F_(filters),
        use_bias_(use_bias),
        K_(slides.down.size * slides.across.size),
        shape_{F_, C(), slides.down.size} {
    if (slides.images) shape_.push_back(slides.across.size);
  }

  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void weights_changed() override;
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  void lay_out();
  void add_gradient(ConstView d_laid) const;
  ConstView gather(ConstView x, Index first, Index count);
  void scatter(ConstView d_windows, Index first, View d_x);

  Index F_;
  bool use_bias_;
  Index K_;
  Shape shape_;                             // [F, C, of the kernel]
  View weight_, bias_, d_weight_, d_bias_;  // [F, C * K], [1, F]
  View laid_;                               // [F, K * C], as windows lie
  kernels::Kept kept_, kept_back_;          // of it, for forward and backward
  bool outdated_ = true;
  Buffer laid_buffer_, d_laid_, windows_, d_windows_;
  Buffer y_;    // [windows, F]
  Buffer d_x_;  // as x
};

std::vector<ParameterSpec> Convolution::parameters() const {
  std::vector<ParameterSpec> specs{{name() + ".weight", shape_}};
  if (use_bias_) specs.push_back({name() + ".bias", {F_}});
  return specs;
}

void Convolution::bind(std::span<const Parameter> parameters) {
  weight_ = parameters[0].value;
  d_weight_ = parameters[0].gradient;
  if (!use_bias_) return;
  bias_ = parameters[1].value;
  d_bias_ = parameters[1].gradient;
}

void Convolution::initialize(Random& random) { glorot_uniform(weight_, K_ * C(), K_ * F_, random); }

void Convolution::weights_changed() {
  outdated_ = true;
  kept_.drop();
  kept_back_.drop();
}

void Convolution::lay_out() {
  if (!outdated_) return;
  outdated_ = false;
  laid_ = laid_buffer_.view(F_, K_ * C());
  for (Index f = 0; f < F_; ++f) {
    for (Index c = 0; c < C(); ++c) {
      for (Index k = 0; k < K_; ++k) laid_.row(f)[k * C() + c] = weight_.row(f)[c * K_ + k];
    }
  }
}

void Convolution::add_gradient(ConstView d_laid) const {
  for (Index f = 0; f < F_; ++f) {
    for (Index c = 0; c < C(); ++c) {
      for (Index k = 0; k < K_; ++k) d_weight_.row(f)[c * K_ + k] += d_laid.row(f)[k * C() + c];
    }
  }
}

ConstView Convolution::gather(ConstView x, Index first, Index count) {
  const View all = windows_.view(count, K_ * C());
  float* to = all.data;
  for (Index n = 0; n < count; ++n) {
    for (const Index row : windows().rows(first + n)) {
      if (row < 0) {
        std::fill_n(to, C(), 0.0f);
      } else {
        std::copy_n(x.row(row), C(), to);
      }
      to += C();
    }
  }
  return all;
}

void Convolution::scatter(ConstView d_windows, Index first, View d_x) {
  const float* from = d_windows.data;
  for (Index n = 0; n < d_windows.rows; ++n) {
    for (const Index row : windows().rows(first + n)) {
      if (row >= 0) kernels::add_scaled(1, from, d_x.row(row), C());
      from += C();
    }
  }
}

// Calls work(first, count) for blocks of the windows.
template <class Work>
void in_blocks(Index windows, Work work) {
  for (Index n = 0; n < windows; n += block) work(n, std::min(block, windows - n));
}

Activations Convolution::forward(const Activations& x, State*, Random*) {
  const ConstView rows = look(x);
  lay_out();
  const View y = y_.view(windows().outputs(), F_);
  kernels::fill_rows(bias_, y);
  const kernels::Factor factor(laid_, kernels::Lies::transposed, std::min(block, y.rows), kept_);
  in_blocks(y.rows, [&](Index n, Index count) {
    factor.multiply(gather(rows, n, count), y.middle_rows(n, count), kernels::Into::add);
  });
  return give(x, y);
}

View Convolution::backward(const Activations& x, View d_y, bool want_d_x) {
  const View d = d_y.in_rows_of(F_);
  const ConstView rows = x.values.in_rows_of(C());
  if (d_bias_.data) kernels::add_column_sums(d, d_bias_);
  if (d_weight_.data) {
    const View d_laid = d_laid_.view(F_, K_ * C());
    d_laid.fill(0);
    in_blocks(d.rows, [&](Index n, Index count) {
      kernels::add_at_b(d.middle_rows(n, count), gather(rows, n, count), d_laid);
    });
    add_gradient(d_laid);
  }
  if (!want_d_x) return {};
  const View d_x = d_x_.view(rows.rows, C());
  d_x.fill(0);
  const kernels::Factor factor(laid_, kernels::Lies::straight, std::min(block, d.rows), kept_back_);
  in_blocks(d.rows, [&](Index n, Index count) {
    const View d_windows = d_windows_.view(count, K_ * C());
    factor.multiply(d.middle_rows(n, count), d_windows, kernels::Into::overwrite);
    scatter(d_windows, n, d_x);
  });
  return d_x.in_rows_of(x.values.cols);
}

constexpr const char* paddings[] = {"valid", "same", "causal"};
constexpr const char* paddings_of_images[] = {"valid", "same"};

Slide slide_of(const std::string& layer, Index size, Index stride, Index rate, Padding padding) {
  const Slide slide{size, stride, rate, padding};
  check_slide(slide, "kernelSize", layer);
  return slide;
}

Slides slides_of(const Conv1DConfig& c) {
  return {slide_of(c.name, c.kernel_size, c.strides, c.dilation_rate, c.padding)};
}

Slides slides_of(const Conv2DConfig& c) {
  const auto slide = [&](std::size_t axis) {
    return slide_of(c.name, c.kernel_size[axis], c.strides[axis], c.dilation_rate[axis], c.padding);
  };
  return {slide(0), slide(1), true};
}

template <class Config>
void add(const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
  const Config& its = config.is<Config>();
  check_extent(its.filters, "filters", its.name);
  chain.push_back(std::make_unique<Convolution>(its.name, inputs.front(), slides_of(its),
                                                its.filters, its.use_bias));
  add_activation(its.activation, its.name, chain);
}

}  // namespace

static void fields(Fields& visit, Conv1DConfig& c) {
  visit("filters", c.filters);
  visit("kernelSize", c.kernel_size);
  visit("strides", c.strides);
  visit("padding", c.padding, paddings);
  visit("dilationRate", c.dilation_rate);
  activation_field(visit, c.activation);
  visit("useBias", c.use_bias);
  shape_fields(visit, c, steps_shape);
}

static void fields(Fields& visit, Conv2DConfig& c) {
  visit("filters", c.filters);
  visit("kernelSize", c.kernel_size);
  visit("strides", c.strides);
  visit("padding", c.padding, paddings_of_images);
  visit("dilationRate", c.dilation_rate);
  activation_field(visit, c.activation);
  visit("useBias", c.use_bias);
  shape_fields(visit, c, images_shape);
}

const LayerKind Conv1DConfig::kind =
    kind_of<Conv1DConfig>("conv1D", "conv1d", "Conv1D", add<Conv1DConfig>);
const LayerKind Conv2DConfig::kind =
    kind_of<Conv2DConfig>("conv2D", "conv2d", "Conv2D", add<Conv2DConfig>);

}  // namespace lstm
