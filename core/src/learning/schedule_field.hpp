// A learning rate among the fields of what training is told: a number or a schedule.
#pragma once

#include "lstm/schedule.hpp"
#include "numbers/fields.hpp"

namespace lstm {

// Or nothing.
class LearningRateField : public OneOf {
 public:
  explicit LearningRateField(const std::optional<LearningRate>& its) : rate(its) {}

  const char* type() const override;
  bool become(std::string_view type) override;
  void fields(Fields& visit) override;
  std::string expected(const std::string& where) const override;
  const float* number() const override { return rate ? std::get_if<float>(&*rate) : nullptr; }
  bool become(float number) override;

  std::optional<LearningRate> rate;
};

}  // namespace lstm
