#include "lstm/score.hpp"

#include <cmath>

#include "lstm/error.hpp"

namespace lstm {

void Metrics::add(std::string_view name) {
  bool* metric = name == "accuracy" ? &accuracy
                 : name == "mse"    ? &mse
                 : name == "mae"    ? &mae
                                    : nullptr;
  require(metric, "expected metrics among 'accuracy', 'mse', 'mae', got '", name, "'");
  *metric = true;
}

std::vector<std::string> names_of(const Metrics& metrics) {
  std::vector<std::string> all;
  if (metrics.accuracy) all.push_back("accuracy");
  if (metrics.mse) all.push_back("mse");
  if (metrics.mae) all.push_back("mae");
  return all;
}

Score& Score::operator+=(const Score& other) {
  loss_sum += other.loss_sum;
  count += other.count;
  correct += other.correct;
  squared += other.squared;
  absolute += other.absolute;
  measured += other.measured;
  return *this;
}

void require_finite(const Score& score) {
  if (std::isfinite(score.loss())) return;
  throw std::runtime_error(message("expected a finite loss, got ", score.loss()));
}

std::vector<std::pair<std::string, double>> named(const Score& score, const Metrics& metrics) {
  std::vector<std::pair<std::string, double>> all{{"loss", score.loss()}};
  if (metrics.accuracy) all.emplace_back("accuracy", score.accuracy());
  if (metrics.mse) all.emplace_back("mse", score.mse());
  if (metrics.mae) all.emplace_back("mae", score.mae());
  return all;
}

}  // namespace lstm
