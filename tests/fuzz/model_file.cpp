// A model's file, or with a first byte of '{' its header alone, to which elements of zero are
// given: refused, or a whole model that can be asked, trained and saved.
#include "lstm/model_file.hpp"
#include "graph/network.hpp"

#include <algorithm>

#include "fuzz.hpp"
#include "lstm/json.hpp"

using namespace lstm;

namespace {

// As many bytes of elements as the header tells of, within reason.
std::size_t elements_of(const std::string& header) {
  constexpr double reason = 1 << 16;
  double size = 0;
  fuzz::accepted([&] {
    const Tape tape = json::parse(header);
    const auto entries = Value(tape).object();
    for (const auto& [name, entry] : entries.value_or(Items<Member>(""))) {
      const auto offsets = entry.find("data_offsets");
      const auto pair = offsets ? offsets->array() : std::nullopt;
      if (!pair || pair->size() != 2) continue;
      const auto end = Value((*pair->begin()).end()).number();
      if (end && *end <= reason) size = std::max(size, *end);
    }
  });
  return static_cast<std::size_t>(size);
}

Bytes file_of(fuzz::Input input) {
  if (input.empty() || input[0] != '{') return {input.begin(), input.end()};
  Bytes file(8);
  for (std::size_t n = 0; n < 4; ++n) file[n] = input.size() >> (8 * n) & 255;
  file.insert(file.end(), input.begin(), input.end());
  file.resize(file.size() + elements_of({input.begin(), input.end()}));
  return file;
}

Tensor zeros(Shape shape) {
  return {shape, std::vector<float>(static_cast<std::size_t>(element_count(shape)))};
}

void use(Sequential& model) {
  const Signature in = model.network().input(), out = model.network().output();
  const Index T = in.time > 0 ? in.time : 2;
  if (T * std::max(in.features, Index{1}) > 4096) return;
  Shape x{2}, y{2};
  if (in.sequence) x.push_back(T);
  if (!in.tokens) x.push_back(in.features);
  if (out.sequence) y.push_back(T);
  model.predict(zeros(x));
  if (!model.is_compiled()) return;
  if (model.compiled().loss != LossKind::sparse_categorical_crossentropy) {
    y.push_back(out.features);
  }
  try {
    model.train_on_batch(zeros(x), zeros(y));
  } catch (const std::runtime_error&) {  // it diverges
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::count();
  const Bytes file = file_of({data, size});
  std::unique_ptr<Sequential> model;
  if (fuzz::accepted([&] { model = load_model(file); })) {
    const Bytes saved = save(*model, true);
    fuzz::expect(save(*load_model(saved), true) == saved, "a model saved to be the one loaded");
    fuzz::accepted([&] { use(*model); });  // states may be of another number of samples
    load_model(save(*model, true));
  }
  LoadedLanguageModel text;
  if (fuzz::accepted([&] { text = load_language_model(file); })) {
    const Bytes saved = save(*text.model, text.tokenizer, true);
    const auto again = load_language_model(saved);
    fuzz::expect(save(*again.model, again.tokenizer, true) == saved,
                 "a model of text saved to be the one loaded");
    try {
      Generator(*text.model, {0}, Sampler()).next();
    } catch (const std::runtime_error&) {  // of weights that are not finite
    }
  }
  return 0;
}
