#include "lstm/tokenizer.hpp"

#include <algorithm>
#include <set>

#include "lstm/error.hpp"
#include "numbers/utf8.hpp"

namespace lstm {

namespace {

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

CharTokenizer::CharTokenizer(std::string_view text, bool unknown) : unknown_(unknown) {
  require(!text.empty(), "expected a text of at least one character, got an empty one");
  std::set<std::string_view> seen;  // UTF-8 sorts by bytes as code points do
  for_each_code_point(text, [&](std::string_view character) { seen.insert(character); });
  if (unknown) vocabulary_.emplace_back("<unknown>");
  vocabulary_.insert(vocabulary_.end(), seen.begin(), seen.end());
  for (Index n = unknown ? 1 : 0; n < size(); ++n) {
    token_of_[vocabulary_[static_cast<std::size_t>(n)]] = static_cast<Token>(n);
  }
}

std::vector<Token> CharTokenizer::encode(std::string_view text) const {
  std::vector<Token> tokens;
  tokens.reserve(text.size());
  for_each_code_point(text, [&](std::string_view character) {
    const auto found = token_of_.find(character);
    const bool known = found != token_of_.end();
    require_range(known || unknown_, "expected characters of the vocabulary (", size(), "), got '",
                  character, "' at ", tokens.size());
    tokens.push_back(known ? found->second : Token{0});
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
