// Strings of a language and what may follow, as a batch: a step's input is a symbol, its target the
// next one.
#pragma once

#include "task.hpp"

namespace tasks {

struct String {
  std::vector<Token> symbols;  // from 1 on: 0 is padding
  std::vector<Symbols> legal;  // what may follow each of them but the last

  void add(Token symbol, Symbols next) {
    symbols.push_back(symbol);
    legal.push_back(next);
  }
};

Samples batch_of(const std::vector<String>& strings);

// Embedding(symbols, symbols) -> LSTM(units) at every step -> Dense(symbols, softmax).
std::vector<lstm::LayerConfig> reader(Index symbols, Index units);

}  // namespace tasks
