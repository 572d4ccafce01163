#include "lstm/tokenizer.hpp"

#include <algorithm>
#include <set>

#include "lstm/error.hpp"

namespace lstm {

namespace {

// Bytes of the code point that begins at text[at]; 0 where none does.
std::size_t code_point_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
  const unsigned char lead = byte(at);
  const std::size_t length = lead < 0x80                    ? 1
                             : lead >= 0xC2 && lead <= 0xDF ? 2
                             : lead >= 0xE0 && lead <= 0xEF ? 3
                             : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                            : 0;
  if (at + length > text.size()) return 0;
  for (std::size_t n = 1; n < length; ++n) {
    if ((byte(at + n) & 0xC0) != 0x80) return 0;
  }
  return length;
}

template <class Visit>
void for_each_code_point(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = code_point_length(text, at);
    require(length > 0, "expected text in UTF-8, got a stray byte at ", at);
    visit(text.substr(at, length));
    at += length;
  }
}

}  // namespace

CharTokenizer::CharTokenizer(std::string_view text) {
  require(!text.empty(), "expected a text of at least one character, got an empty one");
  std::set<std::string_view> seen;  // UTF-8 sorts by bytes as code points do
  for_each_code_point(text, [&](std::string_view character) { seen.insert(character); });
  vocabulary_.assign(seen.begin(), seen.end());
  for (Index n = 0; n < size(); ++n) {
    token_of_[vocabulary_[static_cast<std::size_t>(n)]] = static_cast<Token>(n);
  }
}

std::vector<Token> CharTokenizer::encode(std::string_view text) const {
  std::vector<Token> tokens;
  tokens.reserve(text.size());
  for_each_code_point(text, [&](std::string_view character) {
    const auto found = token_of_.find(character);
    require_range(found != token_of_.end(), "expected characters of the vocabulary (", size(),
                  "), got '", character, "' at ", tokens.size());
    tokens.push_back(found->second);
  });
  return tokens;
}

std::string CharTokenizer::decode(std::span<const Token> tokens) const {
  std::string text;
  for (const Token token : tokens) {
    require_range(token >= 0 && token < size(), "expected tokens below ", size(), ", got ", token);
    text += vocabulary_[static_cast<std::size_t>(token)];
  }
  return text;
}

}  // namespace lstm
