// Who is shown the fields of a configuration: to read them, to write them, to list them.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "lstm/signature.hpp"
#include "lstm/tensor.hpp"

namespace lstm {

class Fields;

// A field that is one of several kinds of object, which the object's `type` tells.
class OneOf {
 public:
  virtual ~OneOf() = default;
  virtual const char* type() const = 0;            // null where it is none of them
  virtual bool become(std::string_view type) = 0;  // with its defaults; false: no such kind
  virtual void fields(Fields& visit) = 0;          // of what it is
  virtual std::string expected(const std::string& where) const = 0;  // for errors: layer in ...
  // Whether its type alone may stand for it, with its defaults.
  virtual bool by_name() const { return false; }
  // Where it may be a plain number too.
  virtual const float* number() const { return nullptr; }
  virtual bool become(float) { return false; }
};

// Where a field is, of the types that fields have.
using AnyField = std::variant<bool*, float*, double*, Index*, std::uint64_t*, std::string*,
                              std::optional<Index>*, std::array<Index, 2>*, std::vector<Index>*,
                              std::vector<float>*, std::vector<Token>*, std::vector<std::string>*,
                              std::map<Token, float>*>;  // by class

// A configuration's function fields(visit, config) names each of its fields once, in the order of
// files: it is the only description there is of how it looks outside C++.
class Fields {
 public:
  virtual ~Fields() = default;

  // What came later is not written where it is at its default, so that files stay as they were.
  virtual bool writes() const = 0;

  // Called and not written out at each use, since a page downloads it.
  template <class Value>
    requires std::constructible_from<AnyField, Value*>
  [[gnu::noinline]] void operator()(const char* name, Value& field) {
    value(name, &field);
  }

  void operator()(const char* name, OneOf& field) { one_of(name, field); }

  // [features], [steps or null, features], or with more axes in place of the features where there
  // may be so many; of features 0: nothing.
  void operator()(const char* name, Signature& field, const char* expected,
                  std::size_t most_axes = 2) {
    shape(name, field, expected, most_axes);
  }

  // An enumeration by its words, in the order of its values.
  template <class Enumeration, std::size_t size>
  void operator()(const char* name, Enumeration& field, const char* const (&words)[size]) {
    auto place = static_cast<std::size_t>(field);
    word(name, place, words);
    field = static_cast<Enumeration>(place);
  }

 private:
  virtual void value(const char* name, AnyField field) = 0;
  virtual void one_of(const char* name, OneOf& field) = 0;
  virtual void shape(const char* name, Signature& field, const char* expected,
                     std::size_t most_axes) = 0;
  virtual void word(const char* name, std::size_t& place, std::span<const char* const> words) = 0;
};

}  // namespace lstm
