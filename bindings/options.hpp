// Reads the option object of a JavaScript call into a C++ configuration, whose own values are the
// defaults. An option that nobody asked for, or of another type, is an error that names it.
#pragma once

#include <emscripten/val.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "lstm/error.hpp"

namespace lstm::bindings {

using emscripten::val;

class Options {
 public:
  Options(val object, std::string where) : object_(std::move(object)), where_(std::move(where)) {
    require(object_.typeOf().as<std::string>() == "object" && !object_.isNull(),
            "expected an object of options in ", where_);
  }

  template <class Target>
  Options& read(const char* name, Target& target) {
    known_.push_back(name);
    const val value = object_[name];
    if (!value.isUndefined()) assign(value, name, target);
    return *this;
  }

  // One of some words, each with its meaning.
  template <class Target>
  Options& choose(const char* name, Target& target,
                  const std::vector<std::pair<std::string, Target>>& choices) {
    val given;
    read(name, given);
    if (given.isUndefined()) return *this;
    std::string word, all;
    assign(given, name, word);
    for (const auto& [choice, meaning] : choices) {
      if (choice == word) {
        target = meaning;
        return *this;
      }
      all += (all.empty() ? "'" : ", '") + choice + "'";
    }
    require(false, "expected ", name, " in ", where_, " to be one of ", all, ", got '", word, "'");
    return *this;
  }

  void end() const {
    const val keys = val::global("Object").call<val>("keys", object_);
    for (unsigned n = 0; n < keys["length"].as<unsigned>(); ++n) {
      const auto key = keys[n].as<std::string>();
      if (std::ranges::find(known_, key) != known_.end()) continue;
      std::string all;
      for (const auto& name : known_) all += (all.empty() ? "" : ", ") + name;
      require(false, "expected options of ", where_, " among ", all, "; got '", key, "'");
    }
  }

 private:
  void expect_type(const val& value, const char* name, const char* type) const {
    require(value.typeOf().as<std::string>() == type, "expected ", name, " in ", where_, " to be a ",
            type, ", got ", val::global("String")(value).as<std::string>());
  }
  double number(const val& value, const char* name) const {
    expect_type(value, name, "number");
    return value.as<double>();
  }
  double whole(const val& value, const char* name, double most) const {
    const double n = number(value, name);
    require_range(n >= 0 && n <= most && n == std::floor(n), "expected ", name, " in ", where_,
                  " to be a whole number from 0 to ", static_cast<std::int64_t>(most), ", got ", n);
    return n;
  }

  void assign(const val& value, const char* name, float& target) const {
    target = static_cast<float>(number(value, name));
  }
  void assign(const val& value, const char* name, std::ptrdiff_t& target) const {
    target = static_cast<std::ptrdiff_t>(whole(value, name, 2147483647.0));
  }
  void assign(const val& value, const char* name, std::uint64_t& target) const {
    target = static_cast<std::uint64_t>(whole(value, name, 9007199254740991.0));
  }
  void assign(const val& value, const char* name, bool& target) const {
    expect_type(value, name, "boolean");
    target = value.as<bool>();
  }
  void assign(const val& value, const char* name, std::string& target) const {
    expect_type(value, name, "string");
    target = value.as<std::string>();
  }
  void assign(const val& value, const char*, val& target) const { target = value; }
  template <class Target>
  void assign(const val& value, const char* name, std::optional<Target>& target) const {
    assign(value, name, target.emplace());
  }
  template <class Item>
  void assign(const val& value, const char* name, std::vector<Item>& target) const {
    require(value.isArray(), "expected ", name, " in ", where_, " to be an array");
    target.resize(value["length"].as<unsigned>());
    for (unsigned n = 0; n < target.size(); ++n) assign(value[n], name, target[n]);
  }

  val object_;
  std::string where_;
  std::vector<std::string> known_;
};

}  // namespace lstm::bindings
