#include "lstm/score.hpp"

#include <algorithm>
#include <cmath>

#include "lstm/error.hpp"

namespace lstm {

namespace {

// In the order of their names for users.
struct {
  const char* name;
  bool Metrics::* asked;
  double (Score::*value)() const;
} constexpr rows[] = {
    {"accuracy", &Metrics::accuracy, &Score::accuracy},
    {"mse", &Metrics::mse, &Score::mse},
    {"mae", &Metrics::mae, &Score::mae},
    {"editDistance", &Metrics::edit_distance, &Score::edit_distance},
};

}  // namespace

void Metrics::add(std::string_view name) {
  const auto row = std::ranges::find_if(rows, [&](const auto& its) { return its.name == name; });
  std::string all;
  for (const auto& its : rows) all += std::string(all.empty() ? "'" : ", '") + its.name + "'";
  require(row != std::end(rows), "expected metrics among ", all, ", got '", name, "'");
  this->*row->asked = true;
}

std::vector<std::string> names_of(const Metrics& metrics) {
  std::vector<std::string> all;
  for (const auto& row : rows) {
    if (metrics.*row.asked) all.push_back(row.name);
  }
  return all;
}

Score& Score::operator+=(const Score& other) {
  loss_sum += other.loss_sum;
  count += other.count;
  correct += other.correct;
  squared += other.squared;
  absolute += other.absolute;
  measured += other.measured;
  edits += other.edits;
  labels += other.labels;
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
  for (const auto& row : rows) {
    if (metrics.*row.asked) add(row.value);
  }
  return all;
}

}  // namespace lstm
