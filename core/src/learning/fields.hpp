// The fields of what training is told.
#pragma once

#include "lstm/early_stopping.hpp"
#include "lstm/plateau.hpp"
#include "lstm/schedule.hpp"
#include "lstm/trainer.hpp"
#include "numbers/fields.hpp"

namespace lstm {

void fields(Fields& visit, FitConfig& c);
void fields(Fields& visit, CompileConfig& c);
void fields(Fields& visit, EarlyStoppingConfig& c);
void fields(Fields& visit, PlateauConfig& c);

void loss_field(Fields& visit, LossKind& kind);

// A number or a schedule, or nothing.
class LearningRateField : public OneOf {
 public:
  explicit LearningRateField(std::optional<LearningRate> its) : rate(std::move(its)) {}

  const char* type() const override;
  bool become(std::string_view type) override;
  void fields(Fields& visit) override;
  std::string expected(const std::string& where) const override;
  const float* number() const override { return rate ? std::get_if<float>(&*rate) : nullptr; }
  bool become(float number) override;

  std::optional<LearningRate> rate;
};

}  // namespace lstm
