#include <algorithm>
#include <cmath>

#include "files/json_fields.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// A value of a field, and where it stands.
struct Given {
  const json::Value& value;
  const char* name;
  const std::string& where;

  template <class Kind>
  const Kind& as(const char* kind) const {
    const Kind* is = value.as<Kind>();
    require(is, "expected ", name, " in ", where, " to be ", kind, ", got ", json::write(value),
            value.as<std::string>() ? " (a string)" : "");
    return *is;
  }
  double number() const { return as<double>("a number"); }
  double whole(double most) const {
    const double n = number();
    require_range(n >= 0 && n <= most && n == std::floor(n), "expected ", name, " in ", where,
                  " to be a whole number from 0 to ", static_cast<std::int64_t>(most), ", got ", n);
    return n;
  }
  const json::Array& array() const { return as<json::Array>("an array"); }
  Given item(const json::Value& its) const { return {its, name, where}; }

  void read(bool& field) const { field = as<bool>("a boolean"); }
  void read(float& field) const { field = static_cast<float>(number()); }
  void read(double& field) const { field = number(); }
  void read(Index& field) const { field = static_cast<Index>(whole(2147483647.0)); }
  void read(Token& field) const { field = static_cast<Token>(whole(2147483647.0)); }
  void read(std::uint64_t& field) const {
    field = static_cast<std::uint64_t>(whole(9007199254740991.0));
  }
  void read(std::string& field) const { field = as<std::string>("a string"); }
  void read(std::optional<Index>& field) const { read(field.emplace()); }
  template <class Item>
  void read(std::vector<Item>& field) const {
    field.clear();
    for (const auto& its : array()) item(its).read(field.emplace_back());
  }
  // { "0": 1, "7": 2.5 }
  void read(std::map<Token, float>& field) const {
    for (const auto& [key, its] : as<json::Object>("an object of numbers")) {
      const bool whole = !key.empty() && key.size() < 9 &&
                         key.find_first_not_of("0123456789") == std::string::npos;
      require(whole, "expected ", name, " in ", where, " to have classes as its names, got '", key,
              "'");
      Token label = 0;  // std::stoi brings a page 3 kB
      for (const char digit : key) label = label * 10 + (digit - '0');
      item(its).read(field[label]);
    }
  }
};

// Of an axis; 0 where it is none.
Index size_of(const json::Value& axis) {
  const double* n = axis.as<double>();
  return n && *n >= 1 && *n <= largest_size && *n == std::floor(*n) ? static_cast<Index>(*n) : 0;
}

// Whether it is a shape.
bool read_shape(const json::Value& value, Signature& shape) {
  const auto* axes = value.as<json::Array>();
  if (!axes || axes->empty() || axes->size() > 2) return false;
  shape.features = size_of(axes->back());
  shape.sequence = axes->size() == 2;
  const bool any_time = !shape.sequence || axes->front().as<std::nullptr_t>();
  shape.time = any_time ? 0 : size_of(axes->front());
  return shape.features > 0 && (any_time || shape.time > 0);
}

// An object that is one of several kinds says by `type` which.
std::string type_of(const json::Value& json) {
  const json::Value* type = json.find("type");
  const auto* word = type ? type->as<std::string>() : nullptr;
  return word ? *word : std::string();
}

}  // namespace

FieldReader::FieldReader(const json::Value& object, std::string where) : where_(std::move(where)) {
  object_ = object.as<json::Object>();
  require(object_, "expected an object of options in ", where_, ", got ", json::write(object));
}

const json::Value* FieldReader::find(const char* name) {
  known_.push_back(name);
  const auto found = std::ranges::find(*object_, name, &json::Object::value_type::first);
  return found == object_->end() ? nullptr : &found->second;
}

void FieldReader::end() const {
  for (const auto& [name, value] : *object_) {
    if (std::ranges::find(known_, name) != known_.end()) continue;
    std::string all;
    for (const auto& known : known_) all += (all.empty() ? "" : ", ") + known;
    require(false, "expected options of ", where_, " among ", all, "; got '", name, "'");
  }
}

std::string FieldReader::shown(const json::Value& value) {
  const auto* text = value.as<std::string>();
  return text ? *text : json::write(value);
}

void FieldReader::value(const char* name, AnyField field) {
  const json::Value* given = find(name);
  if (given) std::visit([&](auto* its) { Given{*given, name, where_}.read(*its); }, field);
}

void FieldReader::one_of(const char* name, OneOf& field) {
  if (const json::Value* value = find(name)) read(*value, where_, field);
}

void FieldReader::shape(const char* name, Signature& field, const char* expected) {
  const json::Value* value = find(name);
  if (!value || value->as<std::nullptr_t>()) return;
  const bool sequences_alone = field.sequence;
  const bool fits = read_shape(*value, field);
  require(fits, "expected ", name, " in ", where_, " to be ", expected, ", got ",
          json::write(*value));
  require(field.sequence || !sequences_alone, "expected ", name, " in ", where_, " to be ",
          expected, ", got one number");
}

void FieldReader::word(const char* name, std::size_t& place, std::span<const char* const> words) {
  const json::Value* value = find(name);
  if (!value) return;
  const auto& given = Given{*value, name, where_}.as<std::string>("a string");
  const auto found = std::ranges::find(words, given);
  std::string all;
  for (const char* word : words) all += std::string(all.empty() ? "'" : ", '") + word + "'";
  require(found != words.end(), "expected ", name, " in ", where_, " to be one of ", all, ", got '",
          given, "'");
  place = static_cast<std::size_t>(found - words.begin());
}

void read(const json::Value& value, const std::string& where, OneOf& field) {
  const double* number = value.as<double>();
  if (number && field.become(static_cast<float>(*number))) return;
  const auto* name = value.as<std::string>();
  if (name && field.by_name() && field.become(*name)) return;
  const std::string type = type_of(value);
  require(field.become(type), field.expected(where), ", got ", FieldReader::shown(value));
  FieldReader reader(value, type);
  reader.find("type");
  field.fields(reader);
  reader.end();
}

}  // namespace lstm
