// Text to tokens and back, by characters: whole Unicode code points, in UTF-8.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lstm/tensor.hpp"

namespace lstm {

class CharTokenizer {
 public:
  // The vocabulary is every code point of the text, in ascending order; token n is its n-th. With
  // `unknown`, token 0 is `<unknown>`, which stands for all others, and they follow it. The text is
  // taken as it is: normalise it alike when learning and asking. Throws std::invalid_argument for
  // an empty text or one that is not UTF-8.
  explicit CharTokenizer(std::string_view text, bool unknown = false);

  Index size() const { return static_cast<Index>(vocabulary_.size()); }
  const std::vector<std::string>& vocabulary() const { return vocabulary_; }

  // Without `unknown` throws std::out_of_range for a character outside the vocabulary, naming it
  // and its place.
  std::vector<Token> encode(std::string_view text) const;
  // Throws std::out_of_range for a token outside the vocabulary.
  std::string decode(std::span<const Token> tokens) const;

 private:
  bool unknown_;
  std::vector<std::string> vocabulary_;
  std::unordered_map<std::string_view, Token> token_of_;
};

}  // namespace lstm
