// The fields of what training is told.
#pragma once

#include "lstm/attribution.hpp"
#include "lstm/early_stopping.hpp"
#include "lstm/plateau.hpp"
#include "lstm/trainer.hpp"
#include "numbers/fields.hpp"

namespace lstm {

void fields(Fields& visit, FitConfig& c);
void fields(Fields& visit, CompileConfig& c);
void fields(Fields& visit, AttributionConfig& c);
void fields(Fields& visit, EarlyStoppingConfig& c);
void fields(Fields& visit, PlateauConfig& c);

void loss_field(Fields& visit, LossKind& kind);
void losses_field(Fields& visit, std::vector<LossKind>& kinds);

}  // namespace lstm
