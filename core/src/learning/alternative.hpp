// What may stand in a variant: a row for each, by its name outside C++.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "numbers/fields.hpp"

namespace lstm {

template <class Variant>
struct Alternative {
  const char* name;
  Variant (*fresh)();
  bool (*is_in)(const Variant& variant);
  void (*fields)(Fields& visit, Variant& variant);
};

// Of a configuration with a function fields().
template <class Config, class Variant>
constexpr Alternative<Variant> alternative(const char* name) {
  return {name, [] { return Variant(Config{}); },
          [](const Variant& variant) { return std::holds_alternative<Config>(variant); },
          [](Fields& visit, Variant& variant) { fields(visit, *std::get_if<Config>(&variant)); }};
}

// The row of that name; null: there is none.
template <class Row>
const Row* row_named(std::span<const Row> rows, std::string_view name) {
  for (const Row& row : rows) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

// The row of what is in a variant; null: there is none.
template <class Row, class Variant>
const Row* row_in(std::span<const Row> rows, const Variant& variant) {
  for (const Row& row : rows) {
    if (row.is_in(variant)) return &row;
  }
  return nullptr;
}

// Their names, each behind a prefix, for errors.
template <class Row>
std::string names_of(std::span<const Row> rows, const std::string& prefix = "") {
  std::string all;
  for (const Row& row : rows) all += (all.empty() ? "" : ", ") + prefix + row.name;
  return all;
}

}  // namespace lstm
