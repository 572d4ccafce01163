#include "lstm/tape.hpp"

#include <cstring>

namespace lstm {

std::string_view Value::payload() const {
  std::uint32_t size;
  std::memcpy(&size, at_ + 1, sizeof size);
  return {at_ + 1 + sizeof size, size};
}

std::optional<bool> Value::boolean() const {
  if (*at_ != 't' && *at_ != 'f') return std::nullopt;
  return *at_ == 't';
}

std::optional<double> Value::number() const {
  if (*at_ != '#') return std::nullopt;
  double number;
  std::memcpy(&number, payload().data(), sizeof number);
  return number;
}

std::optional<std::string_view> Value::text() const {
  if (*at_ != '"') return std::nullopt;
  return payload();
}

std::optional<Items<Value>> Value::array() const {
  if (*at_ != '[') return std::nullopt;
  return Items<Value>(payload());
}

std::optional<Items<Member>> Value::object() const {
  if (*at_ != '{') return std::nullopt;
  return Items<Member>(payload());
}

std::optional<Value> Value::find(std::string_view name) const {
  if (const auto members = object()) {
    for (const auto& [its, value] : *members) {
      if (its == name) return value;
    }
  }
  return std::nullopt;
}

}  // namespace lstm
