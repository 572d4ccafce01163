#include "lstm/optimizer.hpp"

#include <algorithm>
#include <cmath>

#include "lstm/error.hpp"

namespace lstm {

namespace {

using Block = Eigen::Map<Eigen::ArrayXf>;

Block block(std::span<float> memory) {
  return {memory.data(), static_cast<Index>(memory.size())};
}

}  // namespace

Adam::Adam(const AdamConfig& config) { configure(config); }

void Adam::configure(const AdamConfig& config) {
  const auto check = [](bool ok, const char* expected, float got) {
    require_range(ok && std::isfinite(got), "expected ", expected, " in adam, got ", got);
  };
  check(config.learning_rate > 0, "learningRate > 0", config.learning_rate);
  check(config.beta_1 >= 0 && config.beta_1 < 1, "beta1 in [0, 1)", config.beta_1);
  check(config.beta_2 >= 0 && config.beta_2 < 1, "beta2 in [0, 1)", config.beta_2);
  check(config.epsilon > 0, "epsilon > 0", config.epsilon);
  check(config.clip_norm >= 0, "clipNorm >= 0", config.clip_norm);
  config_ = config;
}

void Adam::step(std::span<float> values, std::span<float> gradients) {
  m_.resize(values.size());
  v_.resize(values.size());
  Block w = block(values), d = block(gradients), m = block(m_), v = block(v_);

  const float norm = std::sqrt(d.square().sum());
  if (!std::isfinite(norm)) {
    throw std::runtime_error(message("expected finite gradients, got a norm of ", norm));
  }
  const auto& [learning_rate, beta_1, beta_2, epsilon, clip_norm] = config_;
  if (clip_norm > 0 && norm > clip_norm) d *= clip_norm / norm;

  ++t_;
  const auto t = static_cast<float>(t_);
  const float m_scale = 1.0f / (1.0f - std::pow(beta_1, t));
  const float v_scale = 1.0f / (1.0f - std::pow(beta_2, t));
  m = beta_1 * m + (1.0f - beta_1) * d;
  v = beta_2 * v + (1.0f - beta_2) * d.square();
  w -= learning_rate * (m * m_scale) / ((v * v_scale).sqrt() + epsilon);
}

}  // namespace lstm
