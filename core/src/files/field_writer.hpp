// Fields of a configuration, written as the members of an object: all, defaults too, but not what
// is empty.
#pragma once

#include "lstm/json.hpp"
#include "numbers/fields.hpp"

namespace lstm {

class FieldWriter : public Fields {
 public:
  explicit FieldWriter(json::Writer& json) : json_(json) {}

  bool writes() const override { return true; }

 private:
  void value(const char* name, AnyField field) override;
  void one_of(const char* name, OneOf& field) override;
  void shape(const char* name, Signature& field, const char* expected,
             std::size_t most_axes) override;
  void word(const char* name, std::size_t& place, std::span<const char* const> words) override;

  json::Writer& json_;
};

// One of several kinds that it is, as what it is among an object's fields.
void write(json::Writer& json, OneOf& field);

}  // namespace lstm
