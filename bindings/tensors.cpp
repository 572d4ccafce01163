// Registers tensors, and the bytes of files.
#include "tensors.hpp"

#include <algorithm>

#include "guard.hpp"
#include "lstm/safetensors.hpp"
#include "lstm/tape.hpp"

namespace lstm::bindings {

namespace {

std::vector<Index> list_of(const Text& tape) {
  std::vector<Index> list;
  const Items<Value> numbers = *Value(tape.data()).array();
  for (const Value& number : numbers) list.push_back(static_cast<Index>(*number.number()));
  return list;
}

// Its elements are JavaScript's to write.
void add(Tensors& self, const Text& name, const Text& shape, bool whole, const Text& lengths) {
  Tensor tensor{list_of(shape), {}, list_of(lengths)};
  const auto size = static_cast<std::size_t>(tensor.size());
  if (whole) {
    tensor.data = std::vector<Token>(size);
  } else {
    tensor.data = std::vector<float>(size);
  }
  self.all.push_back({name, std::move(tensor)});
}

// Of a ragged tensor those of the steps that there are; else lengths are none.
View elements(const Tensor& tensor) {
  return std::visit([](const auto& data) { return view_of(data); }, tensor.data);
}

}  // namespace

Tensors::Tensors(std::vector<NamedTensor> named) {
  for (auto& [name, shape, values] : named) {
    all.push_back({std::move(name), {std::move(shape), std::move(values)}});
  }
}

Tensors::Tensors(std::vector<Tensor> results) {
  for (Tensor& result : results) all.push_back({"", std::move(result)});
}

Tensors::Tensors(std::vector<Gates> layers) {
  for (std::size_t n = 0; n < layers.size(); ++n) {
    for (auto& [name, values] : layers[n]) {
      all.push_back({std::to_string(n) + "." + name, std::move(values)});
    }
  }
}

const Tensor* Tensors::find(std::string_view name) const {
  const auto found = std::ranges::find(all, name, &Gate::name);
  return found == all.end() ? nullptr : &found->values;
}

std::vector<const Tensor*> Tensors::several(const std::string& name, std::size_t count) const {
  if (count == 1) return {find(name)};
  std::vector<const Tensor*> them;
  for (std::size_t k = 0; k < count; ++k) them.push_back(find(name + "." + std::to_string(k)));
  return them;
}

std::vector<NamedTensor> values_of(const Tensors& tensors) {
  std::vector<NamedTensor> values;
  for (const auto& [name, tensor] : tensors.all) {
    values.push_back({name, tensor.shape, as_values(tensor)});
  }
  return values;
}

EMSCRIPTEN_BINDINGS(tensors) {
  using emscripten::function;
  function("object.delete", guarded<[](Object* self) { delete self; }>);

  function("module.newTensors:object", guarded<[] { return new Tensors; }>);
  function("module.newTensorsOfFile:object", guarded<[](const FileBytes& file) {
             return new Tensors(read_safetensors(file.all).tensors);
           }>);
  function("object.add", guarded<&add>);
  function("object.count", guarded<[](Tensors& self) { return self.all.size(); }>);
  function("object.name", guarded<[](Tensors& self, unsigned n) { return self.all.at(n).name; }>);
  function("object.shape:view",
           guarded<[](Tensors& self, unsigned n) { return view_of(self.all.at(n).values.shape); }>);
  function(
      "object.lengths:view",
      guarded<[](Tensors& self, unsigned n) { return view_of(self.all.at(n).values.lengths); }>);
  function("object.elements:view",
           guarded<[](Tensors& self, unsigned n) { return elements(self.all.at(n).values); }>);

  function("module.newBytes:object",
           guarded<[](unsigned size) { return new FileBytes(Bytes(size)); }>);
  function("object.bytes:view", guarded<[](FileBytes& self) { return view_of(self.all); }>);
}

}  // namespace lstm::bindings
