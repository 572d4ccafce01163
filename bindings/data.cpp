// Registers what data crosses in: tensors, dicts of them, bytes of files, and what layers were.
#include "lstm/json.hpp"
#include "lstm/safetensors.hpp"
#include "models.hpp"

namespace lstm::bindings {

namespace {

std::vector<Index> list_of(const Text& tape) {
  std::vector<Index> list;
  const Items<Value> numbers = *Value(tape.data()).array();
  for (const Value& number : numbers) list.push_back(static_cast<Index>(*number.number()));
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

void write_names(json::Writer& json, const std::vector<std::string>& names) {
  json.open('[');
  for (const auto& name : names) json.text(name);
  json.close(']');
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

Text to_json(const std::vector<std::string>& names) {
  json::Writer json;
  write_names(json, names);
  return std::move(json).result();
}

Text to_json(const StateDictReport& report) {
  json::Writer json;
  json.open('{');
  const auto member = [&](const char* name, const std::vector<std::string>& names) {
    json.name(name);
    write_names(json, names);
  };
  member("loadedKeys", report.loaded);
  member("missingKeys", report.missing);
  member("unexpectedKeys", report.unexpected);
  member("mismatchedKeys", report.mismatched);
  json.close('}');
  return std::move(json).result();
}

View elements(const Tensor& tensor) {
  return std::visit([](const auto& data) { return view_of(data); }, tensor.data);
}

EMSCRIPTEN_BINDINGS(data) {
  function(".pooled", guarded<[] { return !shared_pool.expired(); }>);

  function(".newTensor:Tensor", guarded<&new_tensor>);
  function("Tensor.elements:View", guarded<&elements>);
  deletable<Tensor>("Tensor.delete");

  function(".newDict:Dict", guarded<[] { return new Dict; }>);
  function(".newDictOfFile:Dict",
           guarded<[](const Bytes& bytes) { return new Dict(read_safetensors(bytes).tensors); }>);
  function("Dict.size", guarded<[](Dict& self) { return self.size(); }>);
  function("Dict.name", guarded<[](Dict& self, unsigned n) { return self.at(n).name; }>);
  function("Dict.shape:View",
           guarded<[](Dict& self, unsigned n) { return view_of(self.at(n).shape); }>);
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
             return to_json(names);
           }>);
  function("Layers.shape:View", guarded<[](Layers& self, unsigned layer) {
             return view_of(self.at(layer).front().values.shape);
           }>);
  function("Layers.lengths:View", guarded<[](Layers& self, unsigned layer) {
             return view_of(self.at(layer).front().values.lengths);
           }>);
  function("Layers.elements:View", guarded<[](Layers& self, unsigned layer, unsigned gate) {
             return elements(self.at(layer).at(gate).values);
           }>);
  deletable<Layers>("Layers.delete");
}

}  // namespace lstm::bindings
