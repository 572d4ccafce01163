// JSON (RFC 8259): what configurations and the headers of files are written in.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace lstm::json {

struct Value;
// A type of its own: of a variant that holds the library's containers alone, libstdc++ believes
// that no copy can leave it without a value, and goes astray where memory ends in the midst of one.
struct Array : std::vector<Value> {
  using std::vector<Value>::vector;
};
using Object = std::vector<std::pair<std::string, Value>>;  // in the order of the text

struct Value {
  std::variant<std::nullptr_t, bool, double, std::string, Array, Object> data = nullptr;

  template <class Kind>
  const Kind* as() const {
    return std::get_if<Kind>(&data);
  }
  // A member of an object; nullptr where there is none, or no object.
  const Value* find(std::string_view name) const;
};

// Throws std::invalid_argument naming the position: for anything after the value, a name that
// occurs twice, more than 64 levels, and text that is no UTF-8.
Value parse(std::string_view text);

// Whole numbers as such, others with as many digits as tell the float from its neighbours. Throws
// std::invalid_argument for NaN and infinities.
std::string write(const Value& value);

}  // namespace lstm::json
