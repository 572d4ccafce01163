// Registers what data crosses in: tensors, dicts of them, bytes of files, and what layers were.
#include "lstm/json.hpp"
#include "lstm/safetensors.hpp"
#include "models.hpp"

namespace lstm::bindings {

namespace {

std::vector<Index> list_of(const Text& text) {
  std::vector<Index> list;
  const json::Value numbers = json::parse(text);
  for (const auto& number : *numbers.as<json::Array>()) {
    list.push_back(static_cast<Index>(*number.as<double>()));
  }
  return list;
}

Tensor* new_tensor(const Text& shape, bool whole, const Text& lengths) {
  Tensor tensor{list_of(shape), {}, list_of(lengths)};
  const auto size = static_cast<std::size_t>(tensor.size());
  if (whole) {
    tensor.data = std::vector<Token>(size);
  } else {
    tensor.data = std::vector<float>(size);
  }
  return new Tensor(std::move(tensor));
}

json::Value value_of(const std::vector<Index>& list) {
  json::Array numbers;
  for (const Index number : list) numbers.push_back({static_cast<double>(number)});
  return {std::move(numbers)};
}

// [{ name, shape }, ...]
Text list(const Dict& dict) {
  json::Array all;
  for (const auto& tensor : dict) {
    all.push_back({json::Object{{"name", {tensor.name}}, {"shape", value_of(tensor.shape)}}});
  }
  return json::write({std::move(all)});
}

json::Value names_value(const std::vector<std::string>& names) {
  json::Array all;
  for (const auto& name : names) all.push_back({name});
  return {std::move(all)};
}

std::weak_ptr<Pool> shared_pool;

}  // namespace

std::shared_ptr<Pool> pool_of(Index threads) {
  if (threads == 1) return nullptr;
  std::shared_ptr<Pool> pool = shared_pool.lock();
  if (pool) return pool;
  pool = std::shared_ptr<Pool>(new Pool(threads), [](Pool* ended) {
    delete ended;
    tell_pool_ended();
  });
  shared_pool = pool;
  return pool;
}

json::Value to_json(const StateDictReport& report) {
  return {json::Object{{"loadedKeys", names_value(report.loaded)},
                       {"missingKeys", names_value(report.missing)},
                       {"unexpectedKeys", names_value(report.unexpected)},
                       {"mismatchedKeys", names_value(report.mismatched)}}};
}

View elements(const Tensor& tensor) {
  return std::visit([](const auto& data) { return view_of(data); }, tensor.data);
}

Text shape(const Tensor& tensor) { return json::write(value_of(tensor.shape)); }
Text lengths(const Tensor& tensor) { return json::write(value_of(tensor.lengths)); }

EMSCRIPTEN_BINDINGS(data) {
  function(".pooled", guarded<[] { return !shared_pool.expired(); }>);

  function(".newTensor:Tensor", guarded<&new_tensor>);
  function("Tensor.elements:View", guarded<&elements>);
  deletable<Tensor>("Tensor.delete");

  function(".newDict:Dict", guarded<[] { return new Dict; }>);
  function(".newDictOfFile:Dict",
           guarded<[](const Bytes& bytes) { return new Dict(read_safetensors(bytes).tensors); }>);
  function("Dict.list", guarded<&list>);
  function("Dict.elements:View",
           guarded<[](Dict& self, unsigned n) { return view_of(self.at(n).values); }>);
  function("Dict.add", guarded<[](Dict& self, const Text& name, const Tensor& tensor) {
             self.push_back({name, tensor.shape, as_values(tensor)});
           }>);
  deletable<Dict>("Dict.delete");

  function(".newBytes:Bytes", guarded<[](unsigned size) { return new Bytes(size); }>);
  function("Bytes.elements:View", guarded<[](Bytes& self) { return view_of(self); }>);
  deletable<Bytes>("Bytes.delete");

  function("Layers.count", guarded<[](Layers& self) { return self.size(); }>);
  function("Layers.names", guarded<[](Layers& self, unsigned layer) {
             std::vector<Text> names;
             for (const Gate& gate : self.at(layer)) names.push_back(gate.name);
             return json::write(names_value(names));
           }>);
  function(
      "Layers.shape",
      guarded<[](Layers& self, unsigned layer) { return shape(self.at(layer).front().values); }>);
  function(
      "Layers.lengths",
      guarded<[](Layers& self, unsigned layer) { return lengths(self.at(layer).front().values); }>);
  function("Layers.elements:View", guarded<[](Layers& self, unsigned layer, unsigned gate) {
             return elements(self.at(layer).at(gate).values);
           }>);
  deletable<Layers>("Layers.delete");
}

}  // namespace lstm::bindings
