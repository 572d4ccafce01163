// Tensors by their names: what calls are given, and what they give.
#pragma once

#include <string_view>
#include <vector>

#include "lstm/reading.hpp"
#include "lstm/tensor.hpp"
#include "object.hpp"

namespace lstm::bindings {

struct Tensors : Object {
  Tensors() = default;
  explicit Tensors(std::vector<Gate> its) : all(std::move(its)) {}
  explicit Tensors(std::vector<NamedTensor> named);
  explicit Tensors(std::vector<Tensor> results);  // of each input or output, in order
  explicit Tensors(std::vector<Gates> layers);    // 0.i, 0.f, ...: of each layer by its place

  // null: there is none.
  const Tensor* find(std::string_view name) const;
  const Tensor& operator[](std::string_view name) const { return *find(name); }
  // Of so many inputs or outputs of a model: of one by that name, of several x.0, x.1, ...
  std::vector<const Tensor*> several(const std::string& name, std::size_t count) const;

  std::vector<Gate> all;
};

// As a state dict.
std::vector<NamedTensor> values_of(const Tensors& tensors);

// A file's.
struct FileBytes : Object {
  explicit FileBytes(std::vector<std::uint8_t> its) : all(std::move(its)) {}

  std::vector<std::uint8_t> all;
};

}  // namespace lstm::bindings
