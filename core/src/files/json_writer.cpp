#include <cmath>

#include "lstm/error.hpp"
#include "lstm/json.hpp"
#include "numbers/decimal.hpp"

namespace lstm::json {

// A comma, unless it is the first of its kind or the value of a name.
void Writer::separate() {
  if (!text_.empty() && std::string_view("[{:").find(text_.back()) == std::string_view::npos) {
    text_ += ',';
  }
}

void Writer::open(char bracket) {
  separate();
  text_ += bracket;
}

void Writer::name(std::string_view name) {
  text(name);
  text_ += ':';
}

void Writer::text(std::string_view value) {
  literal("\"");
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      text_ += "\\u00";
      text_ += "01"[c >> 4];
      text_ += "0123456789abcdef"[c & 15];
    } else {
      text_ += c;
    }
  }
  text_ += '"';
}

void Writer::number(double value) {
  require(std::isfinite(value), "expected a finite number to write, got ", value);
  literal(decimal(value));
}

void Writer::literal(std::string_view json) {
  separate();
  text_ += json;
}

void Writer::value(const Value& value) {
  if (const auto is = value.number()) return number(*is);
  if (const auto is = value.text()) return text(*is);
  if (const auto items = value.array()) return array(*items);
  if (const auto members = value.object()) return object(*members);
  literal(value.is_null() ? "null" : *value.boolean() ? "true" : "false");
}

void Writer::array(const Items<Value>& items) {
  open('[');
  for (const Value& item : items) value(item);
  close(']');
}

void Writer::object(const Items<Member>& members) {
  open('{');
  for (const auto& [its_name, its] : members) {
    name(its_name);
    value(its);
  }
  close('}');
}

std::string write(const Value& value) {
  Writer writer;
  writer.value(value);
  return std::move(writer).result();
}

}  // namespace lstm::json
