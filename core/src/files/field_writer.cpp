#include "files/json_fields.hpp"

namespace lstm {

namespace {

json::Value value_of(bool field) { return {field}; }
json::Value value_of(const std::string& field) { return {field}; }
template <class Number>
  requires std::is_arithmetic_v<Number>
json::Value value_of(Number number) {
  return {static_cast<double>(number)};
}
template <class Item>
json::Value value_of(const std::vector<Item>& items) {
  json::Array all;
  for (const auto& item : items) all.push_back(value_of(item));
  return {std::move(all)};
}
// Nothing of what is not there.
json::Value value_of(const std::optional<Index>& field) {
  return field ? value_of(*field) : json::Value{};
}
json::Value value_of(const std::map<Token, float>& field) {
  json::Object all;
  for (const auto& [key, number] : field) all.emplace_back(std::to_string(key), value_of(number));
  return all.empty() ? json::Value{} : json::Value{std::move(all)};
}

}  // namespace

void FieldWriter::add(const char* name, json::Value value) {
  if (!value.as<std::nullptr_t>()) object_.emplace_back(name, std::move(value));
}

void FieldWriter::value(const char* name, AnyField field) {
  std::visit([&](const auto* its) { add(name, value_of(*its)); }, field);
}

void FieldWriter::shape(const char* name, Signature& shape, const char*) {
  if (shape.features == 0) return;
  json::Array axes;
  if (shape.sequence) axes.push_back(shape.time > 0 ? value_of(shape.time) : json::Value{});
  axes.push_back(value_of(shape.features));
  add(name, {std::move(axes)});
}

void FieldWriter::one_of(const char* name, OneOf& field) { add(name, to_json(field)); }

void FieldWriter::word(const char* name, std::size_t& place, std::span<const char* const> words) {
  add(name, {std::string(words[place])});
}

json::Value to_json(OneOf& field) {
  if (const float* number = field.number()) return value_of(*number);
  if (!field.type()) return {};
  FieldWriter writer;
  std::string type = field.type();
  writer("type", type);
  field.fields(writer);
  return std::move(writer).result();
}

}  // namespace lstm
