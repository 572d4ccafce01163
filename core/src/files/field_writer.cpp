#include "files/field_writer.hpp"

namespace lstm {

namespace {

// The value of a field, unless it is empty.
struct Written {
  json::Writer& json;
  const char* name;

  void write(bool field) const {
    json.name(name);
    json.literal(field ? "true" : "false");
  }
  void write(const std::string& field) const {
    json.name(name);
    json.text(field);
  }
  template <class Number>
    requires std::is_arithmetic_v<Number>
  void write(Number field) const {
    json.name(name);
    json.number(static_cast<double>(field));
  }
  template <class Item>
  void write(const std::vector<Item>& items) const {
    json.name(name);
    json.open('[');
    for (const auto& item : items) put(item);
    json.close(']');
  }
  // Zeros are a default.
  void write(const std::array<Index, 2>& field) const {
    if (field[0] > 0 || field[1] > 0) write(std::vector<Index>(field.begin(), field.end()));
  }
  void write(const std::optional<Index>& field) const {
    if (field) write(*field);
  }
  void write(const std::map<Token, float>& field) const {
    if (field.empty()) return;
    json.name(name);
    json.open('{');
    for (const auto& [key, number] : field) {
      json.name(std::to_string(key));
      put(number);
    }
    json.close('}');
  }

  void put(const std::string& item) const { json.text(item); }
  void put(auto item) const { json.number(static_cast<double>(item)); }
};

}  // namespace

void FieldWriter::value(const char* name, AnyField field) {
  std::visit([&](const auto* its) { Written{json_, name}.write(*its); }, field);
}

void FieldWriter::shape(const char* name, Signature& shape, const char*, std::size_t) {
  if (shape.features == 0) return;
  json_.name(name);
  json_.open('[');
  if (shape.sequence && shape.time == 0) json_.literal("null");
  if (shape.time > 0) json_.number(static_cast<double>(shape.time));
  if (shape.axes.empty()) json_.number(static_cast<double>(shape.features));
  for (const Index axis : shape.axes) json_.number(static_cast<double>(axis));
  json_.close(']');
}

void FieldWriter::one_of(const char* name, OneOf& field) {
  if (!field.number() && !field.type()) return;
  json_.name(name);
  write(json_, field);
}

void FieldWriter::word(const char* name, std::size_t& place, std::span<const char* const> words) {
  json_.name(name);
  json_.text(words[place]);
}

void write(json::Writer& json, OneOf& field) {
  if (const float* number = field.number()) return json.number(*number);
  json.open('{');
  json.name("type");
  json.text(field.type());
  FieldWriter writer(json);
  field.fields(writer);
  json.close('}');
}

}  // namespace lstm
