// Tokens for tests: random, and for the same seed the same ones.
#pragma once

#include <vector>

#include "lstm/random.hpp"
#include "lstm/tensor.hpp"

inline std::vector<lstm::Token> random_tokens(lstm::Index size, lstm::Index below,
                                              std::uint64_t seed) {
  lstm::Random random(seed);
  std::vector<lstm::Token> tokens(static_cast<std::size_t>(size));
  for (auto& token : tokens) token = static_cast<lstm::Token>(random.below(below));
  return tokens;
}
