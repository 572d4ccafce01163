#include "lstm/optimizer.hpp"

#include <cmath>

#include "kernels/adam.hpp"
#include "lstm/error.hpp"

namespace lstm {

Adam::Adam(const AdamConfig& config) { configure(config); }

void Adam::check(const AdamConfig& config) {
  const auto expect = [](bool ok, const char* expected, float got) {
    require_range(ok && std::isfinite(got), "expected ", expected, " in adam, got ", got);
  };
  expect(config.learning_rate > 0, "learningRate > 0", config.learning_rate);
  expect(config.beta_1 >= 0 && config.beta_1 < 1, "beta1 in [0, 1)", config.beta_1);
  expect(config.beta_2 >= 0 && config.beta_2 < 1, "beta2 in [0, 1)", config.beta_2);
  expect(config.epsilon > 0, "epsilon > 0", config.epsilon);
  expect(config.clip_norm >= 0, "clipNorm >= 0", config.clip_norm);
}

void Adam::configure(const AdamConfig& config) {
  check(config);
  config_ = config;
}

void Adam::step(std::span<float> values, std::span<const float> gradients) {
  m_.resize(values.size());
  v_.resize(values.size());
  const auto size = static_cast<Index>(values.size());
  const float norm = std::sqrt(kernels::sum_of_squares(gradients.data(), size));
  if (!std::isfinite(norm)) {
    throw std::runtime_error(message("expected finite gradients, got a norm of ", norm));
  }
  const auto& [learning_rate, beta_1, beta_2, epsilon, clip_norm] = config_;
  const auto t = static_cast<float>(++t_);
  kernels::adam_step(values.data(), gradients.data(), m_.data(), v_.data(), size,
                     {.d = clip_norm > 0 && norm > clip_norm ? clip_norm / norm : 1.0f,
                      .beta_1 = beta_1,
                      .beta_2 = beta_2,
                      .m = 1.0f / (1.0f - std::pow(beta_1, t)),
                      .v = 1.0f / (1.0f - std::pow(beta_2, t)),
                      .learning_rate = learning_rate,
                      .epsilon = epsilon});
}

}  // namespace lstm
