#include "learning/fields.hpp"

#include "learning/rules.hpp"
#include "learning/schedule_field.hpp"

namespace lstm {

namespace {

// By name alone, with the defaults, or with settings.
class OptimizerField : public OneOf {
 public:
  explicit OptimizerField(OptimizerConfig& config) : config_(config) {}

  const char* type() const override { return kind_of(config_.rule).name; }
  bool by_name() const override { return true; }
  bool become(std::string_view type) override;
  void fields(Fields& visit) override;
  std::string expected(const std::string&) const override {
    return "expected an optimizer among " + names_of(rule_kinds());
  }

 private:
  OptimizerConfig& config_;
};

bool OptimizerField::become(std::string_view type) {
  const RuleKind* kind = row_named(rule_kinds(), type);
  if (kind) config_ = {.rule = kind->fresh()};
  return kind != nullptr;
}

void OptimizerField::fields(Fields& visit) {
  LearningRateField rate(config_.learning_rate);
  visit("learningRate", rate);
  config_.learning_rate = rate.rate;
  visit("clipNorm", config_.clip_norm);
  visit("clipValue", config_.clip_value);
  kind_of(config_.rule).fields(visit, config_.rule);
}

}  // namespace

void fields(Fields& visit, CompileConfig& c) {
  if (c.losses.empty()) loss_field(visit, c.loss);
  losses_field(visit, c.losses);
  if (!c.loss_weights.empty() || !visit.writes()) visit("lossWeights", c.loss_weights);
  OptimizerField optimizer(c.optimizer);
  visit("optimizer", optimizer);
  std::vector<std::string> metrics = names_of(c.metrics);
  visit("metrics", metrics);
  c.metrics = {};
  for (const auto& metric : metrics) c.metrics.add(metric);
}

void fields(Fields& visit, FitConfig& c) {
  visit("epochs", c.epochs);
  visit("initialEpoch", c.initial_epoch);
  visit("batchSize", c.batch_size);
  visit("shuffle", c.shuffle);
  visit("classWeight", c.class_weight);
}

static constexpr const char* methods[] = {"integratedGradients", "gradient"};

void fields(Fields& visit, AttributionConfig& c) {
  visit("output", c.output);
  visit("method", c.method, methods);
  visit("steps", c.steps);
}

static constexpr const char* modes[] = {"auto", "min", "max"};

void fields(Fields& visit, EarlyStoppingConfig& c) {
  visit("monitor", c.monitor);
  visit("patience", c.patience);
  visit("minDelta", c.min_delta);
  visit("mode", c.mode, modes);
  visit("restoreBestWeights", c.restore_best_weights);
}

void fields(Fields& visit, PlateauConfig& c) {
  visit("monitor", c.monitor);
  visit("factor", c.factor);
  visit("patience", c.patience);
  visit("minDelta", c.min_delta);
  visit("cooldown", c.cooldown);
  visit("minLearningRate", c.min_learning_rate);
  visit("mode", c.mode, modes);
}

}  // namespace lstm
