// Prints the loss of the first steps of a language model on a text file, one a line: what the
// package's test compares the WebAssembly builds with.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "lstm/language_model.hpp"
#include "lstm/tokenizer.hpp"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: first_losses text.txt steps\n");
    return 2;
  }
  std::ifstream file(arguments[1], std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const lstm::CharTokenizer tokenizer(text);
  lstm::LanguageModel model({.vocabulary = tokenizer.size(), .seed = 1});
  lstm::LanguageTrainer trainer(model, tokenizer.encode(text), {.steps = std::atoi(arguments[2])});
  while (!trainer.done()) std::printf("%.7g\n", trainer.step().loss());
}
