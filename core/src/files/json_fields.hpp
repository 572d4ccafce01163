// Fields of a configuration as JSON: read from an object, or written to one.
#pragma once

#include <string>
#include <vector>

#include "lstm/json.hpp"
#include "numbers/fields.hpp"

namespace lstm {

// What is left out keeps its value. Throws std::invalid_argument for another type or an unknown
// word, std::out_of_range for a number that is not whole where it should be.
class FieldReader : public Fields {
 public:
  // `where` names the object in errors.
  FieldReader(const json::Value& object, std::string where);

  bool writes() const override { return false; }

  // The value itself, null where there is none.
  const json::Value* find(const char* name);

  // Throws where a name came that was not asked for.
  void end() const;

  // A value in an error: a text as it is, all else as JSON.
  static std::string shown(const json::Value& value);

 private:
  void value(const char* name, AnyField field) override;
  void one_of(const char* name, OneOf& field) override;
  void shape(const char* name, Signature& field, const char* expected) override;
  void word(const char* name, std::size_t& place, std::span<const char* const> words) override;

  const json::Object* object_;
  std::string where_;
  std::vector<std::string> known_;
};

// All fields, defaults too; but not what is empty.
class FieldWriter : public Fields {
 public:
  bool writes() const override { return true; }

  void add(const char* name, json::Value value);
  json::Value result() && { return {std::move(object_)}; }

 private:
  void value(const char* name, AnyField field) override;
  void one_of(const char* name, OneOf& field) override;
  void shape(const char* name, Signature& field, const char* expected) override;
  void word(const char* name, std::size_t& place, std::span<const char* const> words) override;

  json::Object object_;
};

// One of several kinds, as what it is among an object's fields. Throws as OneOf says, and as
// FieldReader does.
void read(const json::Value& value, const std::string& where, OneOf& field);
json::Value to_json(OneOf& field);

}  // namespace lstm
