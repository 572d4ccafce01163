#include "files/field_reader.hpp"

#include <algorithm>
#include <cmath>

#include "files/digits.hpp"
#include "lstm/error.hpp"
#include "lstm/json.hpp"

namespace lstm {

namespace {

// A value of a field, and where it stands.
struct Given {
  Value value;
  const char* name;
  const std::string& where;

  // What the value is, if it is of that kind.
  template <class Kind>
  Kind expected(const std::optional<Kind>& is, const char* kind) const {
    require(is.has_value(), "expected ", name, " in ", where, " to be ", kind, ", got ",
            json::write(value), value.text() ? " (a string)" : "");
    return *is;
  }
  double number() const { return expected(value.number(), "a number"); }
  double whole(double most) const {
    const double n = number();
    require_range(n >= 0 && n <= most && n == std::floor(n), "expected ", name, " in ", where,
                  " to be a whole number from 0 to ", static_cast<std::int64_t>(most), ", got ", n);
    return n;
  }
  std::string_view text() const { return expected(value.text(), "a string"); }
  Items<Value> array() const { return expected(value.array(), "an array"); }
  Given item(const Value& its) const { return {its, name, where}; }

  void read(bool& field) const { field = expected(value.boolean(), "a boolean"); }
  void read(float& field) const { field = static_cast<float>(number()); }
  void read(double& field) const { field = number(); }
  void read(Index& field) const { field = static_cast<Index>(whole(2147483647.0)); }
  void read(Token& field) const { field = static_cast<Token>(whole(2147483647.0)); }
  void read(std::uint64_t& field) const {
    field = static_cast<std::uint64_t>(whole(9007199254740991.0));
  }
  void read(std::string& field) const { field = text(); }
  void read(std::optional<Index>& field) const { read(field.emplace()); }
  // One number stands for both.
  void read(std::array<Index, 2>& field) const {
    if (value.number()) {
      read(field[0]);
      field[1] = field[0];
      return;
    }
    std::vector<Index> both;
    read(both);
    require(both.size() == 2, "expected ", name, " in ", where, " to be a number or two, got ",
            json::write(value));
    std::ranges::copy(both, field.begin());
  }
  template <class Item>
  void read(std::vector<Item>& field) const {
    field.clear();
    for (const auto& its : array()) item(its).read(field.emplace_back());
  }
  // { "0": 1, "7": 2.5 }
  void read(std::map<Token, float>& field) const {
    for (const auto& [key, its] : expected(value.object(), "an object of numbers")) {
      const auto label = number_of<Token>(key, 8);
      require(label.has_value(), "expected ", name, " in ", where,
              " to have classes as its names, got '", key, "'");
      item(its).read(field[*label]);
    }
  }
};

// Of an axis; 0 where it is none.
Index size_of(const Value& axis) {
  const auto n = axis.number();
  return n && *n >= 1 && *n <= largest_size && *n == std::floor(*n) ? static_cast<Index>(*n) : 0;
}

// Whether it is a shape; null at its front are steps of any number.
bool read_shape(const Value& value, Signature& shape, std::size_t most_axes) {
  const auto axes = value.array();
  if (!axes || axes->size() > most_axes) return false;
  bool any_time = false;
  std::vector<Index> sizes;
  for (const auto& axis : *axes) {
    if (sizes.empty() && !any_time && axis.is_null()) {
      any_time = true;
    } else {
      sizes.push_back(size_of(axis));
    }
  }
  shape = signature_of(sizes, any_time);
  return shape.features > 0;
}

// An object that is one of several kinds says by `type` which.
std::string_view type_of(const Value& value) {
  const auto type = value.find("type");
  return type ? type->text().value_or("") : "";
}

}  // namespace

FieldReader::FieldReader(const Value& object, std::string where)
    : object_(object), where_(std::move(where)) {
  require(object_.object().has_value(), "expected an object of options in ", where_, ", got ",
          json::write(object));
}

std::optional<Value> FieldReader::find(const char* name) {
  known_.push_back(name);
  return object_.find(name);
}

std::optional<Items<Value>> FieldReader::array(const char* name) {
  const auto given = find(name);
  if (!given) return std::nullopt;
  return Given{*given, name, where_}.array();
}

void FieldReader::end() const {
  const Items<Member> given = *object_.object();
  for (const auto& [name, value] : given) {
    if (std::ranges::find(known_, name) != known_.end()) continue;
    std::string all;
    for (const char* known : known_) all += std::string(all.empty() ? "" : ", ") + known;
    require(false, "expected options of ", where_, " among ", all, "; got '", name, "'");
  }
}

void FieldReader::value(const char* name, AnyField field) {
  const auto given = find(name);
  if (given) std::visit([&](auto* its) { Given{*given, name, where_}.read(*its); }, field);
}

void FieldReader::one_of(const char* name, OneOf& field) {
  if (const auto value = find(name)) read(*value, where_, field);
}

void FieldReader::shape(const char* name, Signature& field, const char* expected,
                        std::size_t most_axes) {
  const auto value = find(name);
  if (!value || value->is_null()) return;
  const bool sequences_alone = field.sequence;
  const bool fits = read_shape(*value, field, most_axes);
  require(fits, "expected ", name, " in ", where_, " to be ", expected, ", got ",
          json::write(*value));
  require(field.sequence || !sequences_alone, "expected ", name, " in ", where_, " to be ",
          expected, ", got one number");
}

void FieldReader::word(const char* name, std::size_t& place, std::span<const char* const> words) {
  const auto value = find(name);
  if (!value) return;
  const std::string_view given = Given{*value, name, where_}.text();
  const auto found = std::ranges::find(words, given);
  std::string all;
  for (const char* word : words) all += std::string(all.empty() ? "'" : ", '") + word + "'";
  require(found != words.end(), "expected ", name, " in ", where_, " to be one of ", all, ", got '",
          given, "'");
  place = static_cast<std::size_t>(found - words.begin());
}

void read(const Value& value, const std::string& where, OneOf& field) {
  const auto number = value.number();
  if (number && field.become(static_cast<float>(*number))) return;
  const auto name = value.text();
  if (name && field.by_name() && field.become(*name)) return;
  const std::string_view type = type_of(value);
  require(field.become(type), field.expected(where), ", got ",
          name ? std::string(*name) : json::write(value));
  FieldReader reader(value, std::string(type));
  reader.find("type");
  field.fields(reader);
  reader.end();
}

}  // namespace lstm
