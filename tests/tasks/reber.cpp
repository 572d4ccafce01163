// The embedded Reber grammar (Cleeremans, Servan-Schreiber and McClelland, 1989).
#include <set>

#include "strings.hpp"
#include "verdict.hpp"

namespace tasks {
namespace {

enum : Token { B = 1, T, P, S, X, V, E };
constexpr Index symbols = 8;  // with padding

// The two ways on from each state of the Reber grammar, each as likely. State 5 is its end.
struct Way {
  Token symbol;
  int to;
};
constexpr Way ways[5][2] = {
    {{T, 1}, {P, 2}}, {{S, 1}, {X, 3}}, {{T, 2}, {V, 4}}, {{X, 2}, {S, 5}}, {{P, 3}, {V, 5}}};

// B, T or P, a string of the Reber grammar from B to E, T or P as before, E.
String draw_string(Random& random) {
  String string;
  const Token outer = random.below(2) == 0 ? T : P;
  string.add(B, only(T) | only(P));
  string.add(outer, only(B));
  Token symbol = B;
  for (int state = 0; state < 5;) {
    const auto& [one, other] = ways[state];
    string.add(symbol, only(one.symbol) | only(other.symbol));
    const Way& way = random.below(2) == 0 ? one : other;
    symbol = way.symbol;
    state = way.to;
  }
  string.add(symbol, only(E));
  string.add(E, only(outer));
  string.add(outer, only(E));
  string.symbols.push_back(E);
  return string;
}

class Reber : public Task {
 public:
  Facts facts() const override {
    return {"Embedded Reber grammar",
            "256 of 256 strings that it has not seen: at every step the most probable symbols are "
            "the legal ones",
            "Hochreiter and Schmidhuber (1997), experiment 1", "Embedding(8), LSTM(32), batch 2",
            8'550};
  }
  Plan plan() const override { return {2, 2000, 2, 1}; }

  Sequential model(std::uint64_t seed) const override {
    Sequential model(reader(symbols, 32), seed);
    const lstm::CosineDecay rate{.initial = 0.02f, .decay_steps = 4000, .alpha = 0.05f};
    model.compile({.loss = lstm::LossKind::sparse_categorical_crossentropy,
                   .optimizer = {.learning_rate = rate}});
    return model;
  }

  Samples draw(Random& random, Index count) override {
    std::vector<String> strings;
    while (count-- > 0) seen_.insert(strings.emplace_back(draw_string(random)).symbols);
    return batch_of(strings);
  }

  // Not one of them is another, or was ever learned from: the common ones are not among them.
  std::vector<Samples> unseen(Random& random) override {
    std::vector<String> strings;
    while (strings.size() < 256) {
      String string = draw_string(random);
      if (seen_.insert(string.symbols).second) strings.push_back(std::move(string));
    }
    return {batch_of(strings)};
  }

  Index right(const Samples& samples, const Tensor& predicted) const override {
    return legal_first(samples, predicted);
  }

 private:
  std::set<std::vector<Token>> seen_;
};

}  // namespace

std::unique_ptr<Task> reber() { return std::make_unique<Reber>(); }

}  // namespace tasks
