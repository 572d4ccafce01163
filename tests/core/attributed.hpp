// What moves a model's outputs, beside what predictions say that it is.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "graph/network.hpp"
#include "lstm/attribution.hpp"
#include "lstm/prediction.hpp"
#include "lstm/sequential.hpp"

using All = std::vector<lstm::Tensor>;

inline std::vector<const lstm::Tensor*> places(const All& all) {
  std::vector<const lstm::Tensor*> places;
  for (const lstm::Tensor& one : all) places.push_back(&one);
  return places;
}

inline All attributed(const lstm::Sequential& model, const All& x,
                      const lstm::AttributionConfig& config, const All& baseline = {}) {
  std::optional<lstm::Inputs> from;
  if (!baseline.empty()) from = model.inputs(places(baseline));
  lstm::Attribution attribution(model, model.inputs(places(x)), config, std::move(from));
  while (attribution.step()) {
  }
  return std::move(attribution).results();
}

inline std::vector<float>& numbers_of(lstm::Tensor& its) {
  return std::get<std::vector<float>>(its.data);
}
inline const std::vector<float>& numbers_of(const lstm::Tensor& its) {
  return std::get<std::vector<float>>(its.data);
}

// Where the rows of its samples lie.
inline lstm::Steps rows_of(const lstm::Tensor& its, bool sequence) {
  return sequence ? lstm::Steps(its) : lstm::Steps(its.shape[0], 1);
}

// F of every sample.
inline std::vector<float> asked(lstm::Sequential& model, const All& x,
                                const lstm::AttributionConfig& config) {
  lstm::Prediction prediction(model, model.inputs(places(x)), 64);
  while (prediction.step()) {
  }
  const lstm::Tensor& y = prediction.results()[config.of];
  const lstm::Signature& out = model.network().output(config.of);
  const lstm::Steps rows = rows_of(y, out.sequence);
  std::vector<float> all;
  for (lstm::Index n = 0; n < y.shape[0]; ++n) {
    const lstm::Index row = rows.begin(n) + (out.sequence ? config.output[0] : 0);
    all.push_back(
        numbers_of(y)[static_cast<std::size_t>(row * out.features + config.output.back())]);
  }
  return all;
}

inline double sum_of(const lstm::Tensor& its, lstm::Index sample) {
  const lstm::Steps rows = rows_of(its, its.shape.size() > 1);
  const auto F = static_cast<lstm::Index>(numbers_of(its).size()) / rows.total();
  const auto begin = numbers_of(its).begin();
  return std::accumulate(begin + rows.begin(sample) * F, begin + rows.begin(sample + 1) * F, 0.0);
}

// Of every sample they sum to F(x) - `before`, within 1%.
inline void check_sums(const All& its, const std::vector<float>& after,
                       const std::vector<float>& before) {
  double most = 0;
  for (std::size_t n = 0; n < after.size(); ++n) {
    const double difference = double{after[n]} - before[n];
    double sum = 0;
    for (const lstm::Tensor& one : its) sum += sum_of(one, static_cast<lstm::Index>(n));
    CAPTURE(n);
    CHECK(std::abs(sum - difference) <= 0.01 * std::abs(difference) + 5e-5);
    most = std::max(most, std::abs(difference));
  }
  CHECK(most > 1e-3);  // or nothing was seen
}

// From others, and from zeros.
inline void check_sums(lstm::Sequential& model, const All& x, const All& other,
                       const lstm::AttributionConfig& config) {
  const auto after = asked(model, x, config);
  check_sums(attributed(model, x, config, other), after, asked(model, other, config));
  All zeros = x;
  for (lstm::Tensor& its : zeros) std::ranges::fill(numbers_of(its), 0.0f);
  check_sums(attributed(model, x, config), after, asked(model, zeros, config));
}

// The gradient is what a little more and a little less of each number make.
inline void check_derivatives(lstm::Sequential& model, const All& x,
                              lstm::AttributionConfig config) {
  config.method = lstm::AttributionMethod::gradient;
  const All all = attributed(model, x, config);
  constexpr float little = 1e-2f;
  const auto asked_with = [&](std::size_t k, std::size_t n, float more) {
    All other = x;
    numbers_of(other[k])[n] += more;
    const auto y = asked(model, other, config);
    return std::accumulate(y.begin(), y.end(), 0.0);  // of other samples it changes nothing
  };
  for (std::size_t k = 0; k < x.size(); ++k) {
    REQUIRE(all[k].shape == x[k].shape);
    REQUIRE(all[k].lengths == x[k].lengths);
    for (std::size_t n = 0; n < numbers_of(x[k]).size(); ++n) {
      const double slope = (asked_with(k, n, little) - asked_with(k, n, -little)) / (2 * little);
      CAPTURE(k);
      CAPTURE(n);
      CHECK(std::abs(slope - numbers_of(all[k])[n]) <= 1e-3 * std::max(1.0, std::abs(slope)));
    }
  }
}
