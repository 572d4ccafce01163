// a^n b^n: as many b as there were a.
#include "strings.hpp"
#include "verdict.hpp"

namespace tasks {
namespace {

enum : Token { start = 1, a, b, end };
constexpr Index symbols = 5;  // with padding

// From the first b on every symbol is determined, and so is the first a.
String string_of(Index n) {
  String string;
  string.add(start, only(a));
  for (Index k = 0; k < n; ++k) string.add(a, 0);
  for (Index k = 1; k < n; ++k) string.add(b, only(b));
  string.add(b, only(end));
  string.symbols.push_back(end);
  return string;
}

class Counting : public Task {
 public:
  Facts facts() const override {
    return {"a^n b^n",
            "learned from n <= 10, every symbol that is determined is the most probable for n = 1 "
            "to 30",
            "Gers and Schmidhuber (2001)", "Embedding(5), LSTM(2), batch 1", 20'000};
  }
  Plan plan() const override { return {1, 1000, 2, 1}; }

  Sequential model(std::uint64_t seed) const override {
    Sequential model(reader(symbols, 2), seed);
    const lstm::CosineDecay rate{.initial = 0.01f, .decay_steps = 20'000, .alpha = 0.01f};
    model.compile({.loss = lstm::LossKind::sparse_categorical_crossentropy,
                   .optimizer = {.learning_rate = rate}});
    // Who counts must not forget: sigmoid(8) = 0.9997.
    const lstm::View bias = model.network().parameters()["lstm.bias_ih_l0"].value;  // i, f, g, o
    bias.data[2] = bias.data[3] = 8;
    return model;
  }

  Samples draw(Random& random, Index count) override {
    std::vector<String> strings;
    while (count-- > 0) strings.push_back(string_of(1 + random.below(10)));
    return batch_of(strings);
  }

  std::vector<Samples> unseen(Random&) override {
    std::vector<String> strings;
    for (Index n = 1; n <= 30; ++n) strings.push_back(string_of(n));
    return {batch_of(strings)};
  }

  Index right(const Samples& samples, const Tensor& predicted) const override {
    return legal_first(samples, predicted);
  }
};

}  // namespace

std::unique_ptr<Task> counting() { return std::make_unique<Counting>(); }

}  // namespace tasks
