// Files cut, changed and made up: an error or a whole model, and no memory that a file only claims.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <stdexcept>

#include "allocator.hpp"
#include "facts.hpp"
#include "graph/network.hpp"
#include "lstm/model_file.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

const Tensor x{{4, 5}, random_tokens(20, 6, 9)}, y{{4}, random_tokens(4, 2, 9)};

Bytes model_file() {
  const LstmConfig lstm{.units = 3, .return_sequences = true, .stateful = true, .dropout = 0.1f};
  Sequential model({EmbeddingConfig{6, 2, true}, BidirectionalConfig{lstm, MergeMode::sum},
                    LayerNormalizationConfig{},
                    BidirectionalConfig{SimpleRnnConfig{.units = 2, .return_sequences = true}},
                    GruConfig{.units = 2, .stateful = true},
                    DenseConfig{2, ActivationKind::softmax}});
  model.compile({.loss = LossKind::sparse_categorical_crossentropy,
                 .optimizer = {.learning_rate = CosineDecay{0.01f, 5, 0.5f, Warmup{3, 0.1f}}}});
  model.train_on_batch(x, y);
  return save(model, true);
}

Bytes text_file() {
  LanguageModel model({.vocabulary = 4, .embedding_dim = 2, .units = {3, 2}, .cell = "gru"});
  LanguageTrainer trainer(model, random_tokens(60, 4, 9),
                          {.sequence_length = 5, .batch_size = 2, .steps = 2});
  while (!trainer.done()) trainer.step();
  return save(model, R"({"kind":"char","vocabulary":["a","b","c","d"]})", true);
}

// What loads is whole: it can be asked, and saved.
void load_as_model(std::span<const std::uint8_t> bytes) {
  const auto model = load_model(bytes);
  const Signature in = model->network().input();
  const Shape shape = in.tokens ? Shape{1, 2} : Shape{1, std::max<Index>(in.time, 1), in.features};
  const Tensor zeros{shape, std::vector<float>(static_cast<std::size_t>(element_count(shape)))};
  model->reset_states();  // which are of another number of samples
  if (in.tokens || in.sequence) model->predict(zeros);
  save(*model, true);
}

void load_as_text(std::span<const std::uint8_t> bytes) {
  const auto [model, tokenizer] = load_language_model(bytes);
  try {
    Generator(*model, {0}, Sampler({.top_k = 2})).next();
  } catch (const std::runtime_error&) {  // of weights that are not finite
  }
  save(*model, tokenizer, true);
}

struct Kind {
  Bytes file;
  void (*load)(std::span<const std::uint8_t>);

  std::size_t header_end() const {
    return 8 + file[0] + (std::size_t{file[1]} << 8) + (std::size_t{file[2]} << 16);
  }
  std::string header() const {
    return {file.begin() + 8, file.begin() + static_cast<std::ptrdiff_t>(header_end())};
  }
  // The same elements under another header.
  Bytes with_header(const std::string& text) const {
    Bytes bytes(8);
    for (std::size_t n = 0; n < 4; ++n)
      bytes[n] = static_cast<std::uint8_t>(text.size() >> (8 * n) & 255);
    bytes.insert(bytes.end(), text.begin(), text.end());
    bytes.insert(bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(header_end()), file.end());
    return bytes;
  }
};

const Kind kinds[] = {{model_file(), load_as_model}, {text_file(), load_as_text}};

// Is it refused, with one of the errors that are for wrong files, and without much memory?
bool refused(const Kind& kind, std::span<const std::uint8_t> bytes) {
  facts::add("badInputs", 1);
  allocator::forget_largest();
  bool thrown = false;
  try {
    kind.load(bytes);
  } catch (const std::invalid_argument&) {
    thrown = true;
  } catch (const std::out_of_range&) {
    thrown = true;
  }
  REQUIRE(allocator::largest() < 64 * bytes.size() + 65536);
  return thrown;
}

}  // namespace

TEST_CASE("a file cut anywhere is an error") {
  for (const Kind& kind : kinds) {
    CHECK_FALSE(refused(kind, kind.file));
    for (std::size_t size = 0; size < kind.file.size(); ++size) {
      REQUIRE(refused(kind, std::span(kind.file).first(size)));
    }
  }
  CHECK(refused({{}, load_as_text}, kinds[0].file));
  CHECK(refused({{}, load_as_model}, kinds[1].file));
}

TEST_CASE("a file with a bit changed is an error or a whole model") {
  for (const Kind& kind : kinds) {
    std::size_t errors = 0;
    for (std::size_t at = 0; at < kind.header_end(); ++at) {
      Bytes changed = kind.file;
      changed[at] ^= static_cast<std::uint8_t>(1 << at % 8);
      errors += refused(kind, changed);
    }
    CHECK(errors > kind.header_end() / 2);
    for (std::size_t at = kind.header_end(); at < kind.file.size(); at += 3) {  // numbers
      Bytes changed = kind.file;
      changed[at] ^= static_cast<std::uint8_t>(1 << at % 8);
      REQUIRE_FALSE(refused(kind, changed));
    }
  }
}

TEST_CASE("a file with any number made wild is an error or a whole model, without its memory") {
  for (const Kind& kind : kinds) {
    const std::string header = kind.header();
    for (std::size_t at = 0; at < header.size(); ++at) {
      const auto is_digit = [&](std::size_t n) { return header[n] >= '0' && header[n] <= '9'; };
      if (!is_digit(at) || is_digit(at - 1)) continue;
      std::size_t end = at;
      while (is_digit(end)) ++end;
      for (const char* wild : {"-1", "0", "1e9", "2147483647", "16777216", "4294967297", "0.5",
                               "1e400", "18446744073709551617", "null", "[]", "\"7\""}) {
        std::string changed = header;
        refused(kind, kind.with_header(changed.replace(at, end - at, wild)));
      }
    }
  }
}

TEST_CASE("a name or value left out, or said twice, is an error or a whole model") {
  for (const Kind& kind : kinds) {
    const std::string header = kind.header();
    for (std::size_t at = 0; at < header.size(); ++at) {
      if (header[at] != ',') continue;
      const auto end = header.find_first_of(",]}", at + 1);
      std::string less = header, more = header;
      refused(kind, kind.with_header(less.erase(at, end - at)));
      refused(kind, kind.with_header(more.insert(at, header, at, end - at)));
    }
  }
}

TEST_CASE("sizes that a file only claims take no memory") {
  TensorFile file;
  file.metadata = {{"lstm-wasm",
                    R"({"version":1,"model":{"layers":[{"type":"dense","units":16777216,)"
                    R"("inputShape":[16777216]}]}})"}};
  CHECK_THROWS_WITH(load_model(write_safetensors(file)),
                    "lstm: expected 'dense.weight' in the state dict");
}
