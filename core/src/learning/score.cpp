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

double Scores::loss() const {
  double sum = 0;
  for (std::size_t k = 0; k < each_.size(); ++k) sum += weights_[k] * each_[k].loss();
  return sum;
}

Scores& Scores::operator+=(const Scores& other) {
  for (std::size_t k = 0; k < each_.size(); ++k) each_[k] += other.each_[k];
  return *this;
}

void require_finite(double loss) {
  if (std::isfinite(loss)) return;
  throw std::runtime_error(message("expected a finite loss, got ", loss));
}

std::vector<std::string> names_of_logs(const Metrics& metrics,
                                       std::span<const std::string> outputs) {
  std::vector<std::string> all = names_of(metrics);
  all.insert(all.begin(), "loss");
  if (outputs.size() < 2) return all;
  std::vector<std::string> each{"loss"};
  for (const auto& metric : all) {
    for (const auto& output : outputs) each.push_back(output + "_" + metric);
  }
  return each;
}

std::vector<double> logs_of(const Scores& scores, const Metrics& metrics) {
  std::vector<double> all{scores.loss()};
  const auto add = [&](double (Score::*value)() const) {
    for (const Score& score : scores.each()) all.push_back((score.*value)());
  };
  if (scores.each().size() > 1) add(&Score::loss);
  if (metrics.accuracy) add(&Score::accuracy);
  if (metrics.mse) add(&Score::mse);
  if (metrics.mae) add(&Score::mae);
  return all;
}

}  // namespace lstm
