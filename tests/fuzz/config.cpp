// Text as JSON, and its members as configurations: refused, or the same again when written and
// read. A model that it describes can be built, where it is small.
#include "lstm/config.hpp"
#include "graph/network.hpp"
#include "lstm/json.hpp"

#include <algorithm>

#include "fuzz.hpp"

using namespace lstm;

namespace {

// Numbers are written as floats.
bool same(const Value& a, const Value& b) {
  const auto all = [](const auto& x, const auto& y, auto equal) {
    if (!y || x.size() != y->size()) return false;
    auto other = y->begin();
    for (const auto& one : x) {
      if (!equal(one, *other)) return false;
      ++other;
    }
    return true;
  };
  if (const auto x = a.number()) {
    const auto y = b.number();
    return y && static_cast<float>(*x) == static_cast<float>(*y);
  }
  if (const auto x = a.array()) return all(*x, b.array(), same);
  if (const auto x = a.object()) {
    return all(*x, b.object(), [](const Member& one, const Member& other) {
      return one.name == other.name && same(one.value, other.value);
    });
  }
  return json::write(a) == json::write(b);
}

// What is read twice, the second time from what the first was written as, is written the same.
template <class Config>
void there_and_back(const Value& value) {
  Config config, again;
  if (!fuzz::accepted([&] { read(value, "fuzz", config); })) return;
  std::string text;
  if (!fuzz::accepted([&] { text = to_json(config); })) return;  // infinite rates
  read(json::parse(text), "fuzz", again);
  fuzz::expect(to_json(again) == text, "a configuration to come back");
}

template <class Config>
void only_there(const Value& value) {
  Config config;
  fuzz::accepted([&] { read(value, "fuzz", config); });
}

void build(const Value& value) {
  ModelConfig config;
  double size = 0;
  const bool good = fuzz::accepted([&] {
    read(value, "fuzz", config);
    for (const auto& spec : Network::parameter_specs(config.graph)) {
      size += static_cast<double>(element_count(spec.shape));
    }
  });
  if (good && size < 1e5) Sequential(config.graph, config.seed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::count();
  Tape tape;
  const bool is_json =
      fuzz::accepted([&] { tape = json::parse({reinterpret_cast<const char*>(data), size}); });
  if (!is_json) return 0;
  const Value all = tape;
  std::string text;
  if (!fuzz::accepted([&] { text = json::write(all); })) return 0;  // numbers beyond all range
  fuzz::expect(same(json::parse(text), all), "JSON to come back");

  const auto with = [&](const char* name, auto use) {
    if (const auto value = all.find(name)) use(*value);
  };
  with("model", there_and_back<ModelConfig>);
  with("model", build);
  with("compile", there_and_back<CompileConfig>);
  with("languageModel", there_and_back<LanguageModelConfig>);
  with("fit", only_there<FitConfig>);
  with("languageFit", only_there<LanguageFitConfig>);
  with("batch", only_there<BatchConfig>);
  with("sampler", only_there<SamplerConfig>);
  with("earlyStopping", only_there<EarlyStoppingConfig>);
  with("reduceLROnPlateau", only_there<PlateauConfig>);
  return 0;
}
