// Who is shown the fields of a configuration: to read them, to write them, to list them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

// A configuration's function fields(visit, config) names each of its fields once, in the order of
// files: it is the only description there is of how it looks outside C++.
class Fields {
 public:
  virtual ~Fields() = default;

  // What came later is not written where it is at its default, so that files stay as they were.
  virtual bool writes() const = 0;

  virtual void operator()(const char* name, bool& field) = 0;
  virtual void operator()(const char* name, float& field) = 0;
  virtual void operator()(const char* name, double& field) = 0;
  virtual void operator()(const char* name, Index& field) = 0;
  virtual void operator()(const char* name, std::uint64_t& field) = 0;
  virtual void operator()(const char* name, std::string& field) = 0;
  virtual void operator()(const char* name, std::optional<Index>& field) = 0;
  virtual void operator()(const char* name, std::vector<Index>& field) = 0;
  virtual void operator()(const char* name, std::vector<Token>& field) = 0;
  virtual void operator()(const char* name, std::vector<std::string>& field) = 0;
  virtual void operator()(const char* name, std::map<Token, float>& field) = 0;  // by class
  virtual void operator()(const char* name, OneOf& field) = 0;

  // [features], or [steps or null, features]; of features 0: nothing.
  virtual void operator()(const char* name, Signature& field, const char* expected) = 0;

  // An enumeration by its words, in the order of its values.
  template <class Enumeration, std::size_t size>
  void operator()(const char* name, Enumeration& field, const char* const (&words)[size]) {
    auto place = static_cast<std::size_t>(field);
    word(name, place, words);
    field = static_cast<Enumeration>(place);
  }

 private:
  virtual void word(const char* name, std::size_t& place, std::span<const char* const> words) = 0;
};

}  // namespace lstm
