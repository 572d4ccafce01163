#include "lstm/gaussian_noise.hpp"

#include <cmath>

#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

class GaussianNoise : public Through {
 public:
  GaussianNoise(const GaussianNoiseConfig& config, const Signature& input)
      : Through(config.name), stddev_(config.stddev), output_(input) {
    require_numbers(input, name());
    require_range(stddev_ >= 0 && std::isfinite(stddev_), "expected stddev >= 0 in '", name(),
                  "', got ", stddev_);
    output_.input = false;
  }

  Signature output() const override { return output_; }
  bool hands_on() const override { return true; }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations&, View d_y, bool) override { return d_y; }

 private:
  float stddev_;
  Signature output_;
  Buffer y_;
};

Activations GaussianNoise::forward(const Activations& x, State*, Random* random) {
  if (!random || stddev_ == 0) return x;
  const View y = y_.view(x.values.rows, x.values.cols);
  for (Index n = 0; n < y.size(); ++n) y.data[n] = x.values.data[n] + stddev_ * random->normal();
  return x.with(y);
}

}  // namespace

static void fields(Fields& visit, GaussianNoiseConfig& c) {
  visit("stddev", c.stddev);
  shape_fields(visit, c, any_shape);
}

const LayerKind GaussianNoiseConfig::kind =
    kind_of<GaussianNoiseConfig, GaussianNoise>("gaussianNoise", "gaussian_noise", "GaussianNoise");

}  // namespace lstm
