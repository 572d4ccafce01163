#include "files/graph_fields.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

namespace {

// A whole number of up to six digits; else none.
std::optional<Index> number_of(std::string_view digits) {
  if (digits.empty() || digits.size() > 6) return {};
  Index number = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return {};
    number = number * 10 + (digit - '0');
  }
  return number;
}

Source source_of(std::string_view text, const char* name) {
  const auto point = text.find('.');
  const auto layer = number_of(text.substr(0, point));
  const auto output = point == text.npos ? Index{0} : number_of(text.substr(point + 1));
  require(layer && output, "expected ", name,
          " to have numbers of layers, as 3, or 3.1 of its second output, got '", std::string(text),
          "'");
  return {*layer, *output};
}

std::string text_of(const Source& source) {
  std::string text = std::to_string(source.layer);
  if (source.output > 0) text += "." + std::to_string(source.output);
  return text;
}

}  // namespace

void sources_field(Fields& visit, const char* name, std::vector<Source>& sources) {
  std::vector<std::string> texts;
  for (const Source& source : sources) texts.push_back(text_of(source));
  visit(name, texts);
  if (visit.writes()) return;
  sources.clear();
  for (const auto& text : texts) sources.push_back(source_of(text, name));
}

}  // namespace lstm
