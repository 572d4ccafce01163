// The fields of what models of text are told.
#pragma once

#include "lstm/language_model.hpp"
#include "numbers/fields.hpp"

namespace lstm {

void fields(Fields& visit, LanguageModelConfig& c);
void fields(Fields& visit, LanguageFitConfig& c);
void fields(Fields& visit, SamplerConfig& c);

}  // namespace lstm
