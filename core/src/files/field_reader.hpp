// Fields of a configuration, read from an object on a tape.
#pragma once

#include <string>
#include <vector>

#include "lstm/tape.hpp"
#include "numbers/fields.hpp"

namespace lstm {

// What is left out keeps its value. Throws std::invalid_argument for another type or an unknown
// word, std::out_of_range for a number that is not whole where it should be.
class FieldReader : public Fields {
 public:
  // `where` names the object in errors.
  FieldReader(const Value& object, std::string where);

  bool writes() const override { return false; }

  // The value itself, if there is one.
  std::optional<Value> find(const char* name);
  std::optional<Items<Value>> array(const char* name);

  // Throws where a name came that was not asked for.
  void end() const;

 private:
  void value(const char* name, AnyField field) override;
  void one_of(const char* name, OneOf& field) override;
  void shape(const char* name, Signature& field, const char* expected,
             std::size_t most_axes) override;
  void word(const char* name, std::size_t& place, std::span<const char* const> words) override;

  Value object_;
  std::string where_;
  std::vector<const char*> known_;
};

// One of several kinds, as what it is among an object's fields. Throws as OneOf says, and as
// FieldReader does.
void read(const Value& value, const std::string& where, OneOf& field);

}  // namespace lstm
