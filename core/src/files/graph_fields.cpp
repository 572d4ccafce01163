#include "files/graph_fields.hpp"

#include "files/digits.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

constexpr std::size_t most_digits = 6;

Source source_of(std::string_view text, const char* name) {
  const auto point = text.find('.');
  const auto layer = number_of<Index>(text.substr(0, point), most_digits);
  const auto output =
      point == text.npos ? Index{0} : number_of<Index>(text.substr(point + 1), most_digits);
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
