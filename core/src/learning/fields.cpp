#include "learning/fields.hpp"

#include "lstm/error.hpp"

namespace lstm {

// A warm-up is there where it has steps.
static void warmup_fields(Fields& visit, std::optional<Warmup>& warmup) {
  Warmup w = warmup.value_or(Warmup{});
  visit("warmupSteps", w.steps);
  visit("warmupTarget", w.target);
  if (w.steps > 0) warmup = w;
}

static void fields(Fields& visit, ExponentialDecay& c) {
  visit("initialLearningRate", c.initial);
  visit("decaySteps", c.decay_steps);
  visit("decayRate", c.decay_rate);
  visit("staircase", c.staircase);
  warmup_fields(visit, c.warmup);
}

static void fields(Fields& visit, CosineDecay& c) {
  visit("initialLearningRate", c.initial);
  visit("decaySteps", c.decay_steps);
  visit("alpha", c.alpha);
  warmup_fields(visit, c.warmup);
}

const char* LearningRateField::type() const {
  if (!rate || number()) return nullptr;
  return std::holds_alternative<CosineDecay>(*rate) ? "cosineDecay" : "exponentialDecay";
}

bool LearningRateField::become(std::string_view type) {
  if (type == "exponentialDecay") {
    rate = ExponentialDecay{};
  } else if (type == "cosineDecay") {
    rate = CosineDecay{};
  } else {
    return false;
  }
  return true;
}

bool LearningRateField::become(float number) {
  rate = number;
  return true;
}

void LearningRateField::fields(Fields& visit) {
  if (auto* decay = std::get_if<ExponentialDecay>(&*rate)) lstm::fields(visit, *decay);
  if (auto* decay = std::get_if<CosineDecay>(&*rate)) lstm::fields(visit, *decay);
}

std::string LearningRateField::expected(const std::string& where) const {
  return "expected learningRate in " + where +
         " to be a number or made by schedules.exponentialDecay, schedules.cosineDecay";
}

static void fields(Fields& visit, AdamConfig& c) {
  visit("beta1", c.beta_1);
  visit("beta2", c.beta_2);
  visit("epsilon", c.epsilon);
}

static void fields(Fields& visit, AdamwConfig& c) {
  fields(visit, c.adam);
  visit("weightDecay", c.weight_decay);
}

static void fields(Fields& visit, SgdConfig& c) {
  visit("momentum", c.momentum);
  visit("nesterov", c.nesterov);
}

static void fields(Fields& visit, RmspropConfig& c) {
  visit("rho", c.rho);
  visit("momentum", c.momentum);
  visit("epsilon", c.epsilon);
}

namespace {

// Calls use(name, rule) with each rule that an optimizer may have, at its defaults.
template <class Use>
void each_rule(Use use) {
  use("sgd", SgdConfig{});
  use("rmsprop", RmspropConfig{});
  use("adam", AdamConfig{});
  use("adamw", AdamwConfig{});
}

// By name alone, with the defaults, or with settings.
class OptimizerField : public OneOf {
 public:
  explicit OptimizerField(OptimizerConfig& config) : config_(config) {}

  const char* type() const override {
    const char* its = nullptr;
    each_rule([&](const char* name, auto rule) {
      if (std::holds_alternative<decltype(rule)>(config_.rule)) its = name;
    });
    return its;
  }
  bool by_name() const override { return true; }
  bool become(std::string_view type) override {
    bool found = false;
    each_rule([&](const char* name, auto rule) {
      if (type != name) return;
      config_ = {};
      config_.rule = rule;
      found = true;
    });
    return found;
  }
  void fields(Fields& visit) override;
  std::string expected(const std::string&) const override {
    std::string known;
    each_rule(
        [&](const char* name, auto) { known += std::string(known.empty() ? "" : ", ") + name; });
    return "expected an optimizer among " + known;
  }

 private:
  OptimizerConfig& config_;
};

void OptimizerField::fields(Fields& visit) {
  LearningRateField rate(config_.learning_rate);
  visit("learningRate", rate);
  config_.learning_rate = rate.rate;
  visit("clipNorm", config_.clip_norm);
  visit("clipValue", config_.clip_value);
  std::visit([&](auto& rule) { lstm::fields(visit, rule); }, config_.rule);
}

}  // namespace

void fields(Fields& visit, CompileConfig& c) {
  loss_field(visit, c.loss);
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

static constexpr const char* modes[] = {"auto", "min", "max"};

// Of who watches a number.
template <class Config>
static void monitor_fields(Fields& visit, Config& c) {
  visit("monitor", c.monitor);
  visit("patience", c.patience);
  visit("minDelta", c.min_delta);
  visit("mode", c.mode, modes);
}

void fields(Fields& visit, EarlyStoppingConfig& c) {
  monitor_fields(visit, c);
  visit("restoreBestWeights", c.restore_best_weights);
}

void fields(Fields& visit, PlateauConfig& c) {
  monitor_fields(visit, c);
  visit("factor", c.factor);
  visit("cooldown", c.cooldown);
  visit("minLearningRate", c.min_learning_rate);
}

}  // namespace lstm
