// Reads and writes the fields of a configuration, which visit(name, field) is called with.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lstm/error.hpp"
#include "lstm/json.hpp"
#include "lstm/matrix.hpp"

namespace lstm {

// A meaning of an enumeration, and its word.
template <class Enumeration>
using Word = std::pair<const char*, Enumeration>;

class FieldReader {
 public:
  FieldReader(const json::Value& object, std::string where) : where_(std::move(where)) {
    object_ = object.as<json::Object>();
    require(object_, "expected an object of options in ", where_, ", got ", json::write(object));
  }

  template <class Field>
  void operator()(const char* name, Field& field) {
    if (const json::Value* value = find(name)) read(*value, name, field);
  }

  template <class Enumeration, std::size_t size>
  void operator()(const char* name, Enumeration& field, const Word<Enumeration> (&words)[size]) {
    if (const json::Value* value = find(name))
      field = word(*value, name, std::span<const Word<Enumeration>>(words));
  }
  template <class Enumeration, std::size_t size>
  void operator()(const char* name, std::vector<Enumeration>& field,
                  const Word<Enumeration> (&words)[size]) {
    const json::Value* value = find(name);
    if (!value) return;
    field.clear();
    for (const auto& item : array(*value, name))
      field.push_back(word(item, name, std::span<const Word<Enumeration>>(words)));
  }

  // Throws where a name came that was not asked for.
  void end() const {
    for (const auto& [name, value] : *object_) {
      if (std::ranges::find(known_, name) != known_.end()) continue;
      std::string all;
      for (const auto& known : known_) all += (all.empty() ? "" : ", ") + known;
      require(false, "expected options of ", where_, " among ", all, "; got '", name, "'");
    }
  }

  const std::string& where() const { return where_; }

  // A value in an error: a text as it is, all else as JSON.
  static std::string shown(const json::Value& value) {
    const auto* text = value.as<std::string>();
    return text ? *text : json::write(value);
  }

 private:
  const json::Value* find(const char* name) {
    known_.push_back(name);
    const auto found = std::ranges::find(*object_, name, &json::Object::value_type::first);
    return found == object_->end() ? nullptr : &found->second;
  }

  template <class Kind>
  const Kind& expect(const json::Value& value, const char* name, const char* kind) const {
    const Kind* is = value.as<Kind>();
    require(is, "expected ", name, " in ", where_, " to be ", kind, ", got ", json::write(value),
            value.as<std::string>() ? " (a string)" : "");
    return *is;
  }
  const json::Array& array(const json::Value& value, const char* name) const {
    return expect<json::Array>(value, name, "an array");
  }
  double number(const json::Value& value, const char* name) const {
    return expect<double>(value, name, "a number");
  }
  double whole(const json::Value& value, const char* name, double most) const {
    const double n = number(value, name);
    require_range(n >= 0 && n <= most && n == std::floor(n), "expected ", name, " in ", where_,
                  " to be a whole number from 0 to ", static_cast<std::int64_t>(most), ", got ", n);
    return n;
  }
  template <class Enumeration>
  Enumeration word(const json::Value& value, const char* name,
                   std::span<const Word<Enumeration>> words) const {
    const auto& given = expect<std::string>(value, name, "a string");
    std::string all;
    for (const auto& [choice, meaning] : words) {
      if (choice == given) return meaning;
      all += std::string(all.empty() ? "'" : ", '") + choice + "'";
    }
    require(false, "expected ", name, " in ", where_, " to be one of ", all, ", got '", given, "'");
    return {};
  }

  void read(const json::Value& value, const char* name, float& field) const {
    field = static_cast<float>(number(value, name));
  }
  void read(const json::Value& value, const char* name, double& field) const {
    field = number(value, name);
  }
  void read(const json::Value& value, const char* name, Index& field) const {
    field = static_cast<Index>(whole(value, name, 2147483647.0));
  }
  void read(const json::Value& value, const char* name, std::int32_t& field) const {
    field = static_cast<std::int32_t>(whole(value, name, 2147483647.0));
  }
  void read(const json::Value& value, const char* name, std::uint64_t& field) const {
    field = static_cast<std::uint64_t>(whole(value, name, 9007199254740991.0));
  }
  void read(const json::Value& value, const char* name, bool& field) const {
    field = expect<bool>(value, name, "a boolean");
  }
  void read(const json::Value& value, const char* name, std::string& field) const {
    field = expect<std::string>(value, name, "a string");
  }
  void read(const json::Value& value, const char*, json::Value& field) const { field = value; }
  // { "0": 1, "7": 2.5 }
  void read(const json::Value& value, const char* name,
            std::map<std::int32_t, float>& field) const {
    for (const auto& [key, item] : expect<json::Object>(value, name, "an object of numbers")) {
      const bool whole = !key.empty() && key.size() < 9 &&
                         key.find_first_not_of("0123456789") == std::string::npos;
      require(whole, "expected ", name, " in ", where_, " to have classes as its names, got '", key,
              "'");
      std::int32_t label = 0;  // std::stoi brings a page 3 kB
      for (const char digit : key) label = label * 10 + (digit - '0');
      read(item, name, field[label]);
    }
  }
  template <class Field>
  void read(const json::Value& value, const char* name, std::optional<Field>& field) const {
    read(value, name, field.emplace());
  }
  template <class Item>
  void read(const json::Value& value, const char* name, std::vector<Item>& field) const {
    field.clear();
    for (const auto& item : array(value, name)) read(item, name, field.emplace_back());
  }

  const json::Object* object_;
  std::string where_;
  std::vector<std::string> known_;
};

class FieldWriter {
 public:
  template <class Field>
  void operator()(const char* name, const Field& field) {
    add(name, value_of(field));
  }
  template <class Enumeration, std::size_t size>
  void operator()(const char* name, Enumeration field, const Word<Enumeration> (&words)[size]) {
    add(name, word_of(field, std::span<const Word<Enumeration>>(words)));
  }
  template <class Enumeration, std::size_t size>
  void operator()(const char* name, const std::vector<Enumeration>& field,
                  const Word<Enumeration> (&words)[size]) {
    json::Array all;
    for (const Enumeration item : field)
      all.push_back(word_of(item, std::span<const Word<Enumeration>>(words)));
    add(name, {std::move(all)});
  }
  void end() const {}

  json::Value result() && { return {std::move(object_)}; }

 private:
  void add(const char* name, json::Value value) {
    if (!value.as<std::nullptr_t>()) object_.emplace_back(name, std::move(value));
  }

  template <class Enumeration>
  static json::Value word_of(Enumeration field, std::span<const Word<Enumeration>> words) {
    const auto found = std::ranges::find(words, field, &Word<Enumeration>::second);
    return {std::string(found->first)};
  }
  template <class Number>
    requires std::is_arithmetic_v<Number>
  static json::Value value_of(Number number) {
    return {static_cast<double>(number)};
  }
  static json::Value value_of(bool field) { return {field}; }
  static json::Value value_of(const std::string& field) { return {field}; }
  static json::Value value_of(const json::Value& field) { return field; }
  template <class Field>
  static json::Value value_of(const std::optional<Field>& field) {
    return field ? value_of(*field) : json::Value{};
  }
  static json::Value value_of(const std::map<std::int32_t, float>& numbers) {
    json::Object all;
    for (const auto& [key, number] : numbers)
      all.emplace_back(std::to_string(key), value_of(number));
    return all.empty() ? json::Value{} : json::Value{std::move(all)};
  }
  template <class Item>
  static json::Value value_of(const std::vector<Item>& items) {
    json::Array all;
    for (const auto& item : items) all.push_back(value_of(item));
    return {std::move(all)};
  }

  json::Object object_;
};

}  // namespace lstm
