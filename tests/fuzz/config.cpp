// Text as JSON, and its members as configurations: refused, or the same again when written and
// read. A model that it describes can be built, where it is small.
#include "lstm/config.hpp"
#include "graph/network.hpp"

#include <algorithm>

#include "fuzz.hpp"

using namespace lstm;

namespace {

// Numbers are written as floats.
bool same(const json::Value& a, const json::Value& b) {
  const auto all = [](const auto* x, const auto* y, auto equal) {
    return y && std::ranges::equal(*x, *y, equal);
  };
  if (const auto* x = a.as<double>()) {
    const auto* y = b.as<double>();
    return y && static_cast<float>(*x) == static_cast<float>(*y);
  }
  if (const auto* x = a.as<json::Array>()) return all(x, b.as<json::Array>(), same);
  if (const auto* x = a.as<json::Object>()) {
    return all(x, b.as<json::Object>(), [](const auto& one, const auto& other) {
      return one.first == other.first && same(one.second, other.second);
    });
  }
  return json::write(a) == json::write(b);
}

// What is read twice, the second time from what the first was written as, is written the same.
template <class Config>
void there_and_back(const json::Value& value) {
  Config config, again;
  if (!fuzz::accepted([&] { read(value, "fuzz", config); })) return;
  std::string text;
  if (!fuzz::accepted([&] { text = json::write(to_json(config)); })) return;  // infinite rates
  read(json::parse(text), "fuzz", again);
  fuzz::expect(json::write(to_json(again)) == text, "a configuration to come back");
}

template <class Config>
void only_there(const json::Value& value) {
  Config config;
  fuzz::accepted([&] { read(value, "fuzz", config); });
}

void build(const json::Value& value) {
  ModelConfig config;
  double size = 0;
  const bool good = fuzz::accepted([&] {
    read(value, "fuzz", config);
    for (const auto& spec : Network::parameter_specs(config.layers)) {
      size += static_cast<double>(element_count(spec.shape));
    }
  });
  if (good && size < 1e5) Sequential(config.layers, config.seed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::count();
  json::Value all;
  const bool is_json =
      fuzz::accepted([&] { all = json::parse({reinterpret_cast<const char*>(data), size}); });
  if (!is_json) return 0;
  std::string text;
  if (!fuzz::accepted([&] { text = json::write(all); })) return 0;  // numbers beyond all range
  fuzz::expect(same(json::parse(text), all), "JSON to come back");

  const auto with = [&](const char* name, auto use) {
    if (const json::Value* value = all.find(name)) use(*value);
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
