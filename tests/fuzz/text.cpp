// Bytes as a text: refused unless they are UTF-8, by the same rule as JSON; else tokens and back.
#include <algorithm>

#include "fuzz.hpp"
#include "learning/batch.hpp"
#include "lstm/json.hpp"
#include "lstm/text_stream.hpp"
#include "lstm/tokenizer.hpp"

using namespace lstm;

namespace {

bool is_json_string(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const bool plain = static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    quoted += plain ? c : ' ';
  }
  return fuzz::accepted([&] { json::parse(quoted + '"'); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::count();
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string half = text.substr(size / 2);
  std::vector<Token> tokens;
  const bool good = fuzz::accepted([&] {
    const CharTokenizer tokenizer(text);
    tokens = tokenizer.encode(text);
    fuzz::expect(tokenizer.decode(tokens) == text, "a text to come back");
    fuzz::accepted([&] { tokenizer.encode(half); });
    fuzz::accepted([&] { CharTokenizer(half).encode(text); });
  });
  fuzz::expect(good == (size > 0 && is_json_string(text)), "one rule for UTF-8");
  if (!good) return 0;

  fuzz::accepted([&] {
    TextStream stream(tokens, 1 + data[0] % 5, 1 + data[size / 2] % 9);
    Index targets = 0;
    for (Index n = 0; n < 2 * stream.windows(); ++n) {
      const auto [x, y] = stream.next();
      fuzz::expect(x.tokens.size() == y.labels.size(), "a target for every token");
      targets += static_cast<Index>(x.tokens.size()) - std::ranges::count(x.mask, Flag{0});
    }
    fuzz::expect(targets == 2 * (static_cast<Index>(tokens.size()) - 1),
                 "each token once an epoch");
  });
  return 0;
}
