// a^n b^n: as many b as there were a.
#include <algorithm>

#include "strings.hpp"
#include "verdict.hpp"

namespace tasks {
namespace {

enum : Token { start = 1, a, b, end };
constexpr Index symbols = 5;  // with padding
constexpr Index units = 4;

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

Samples strings_of(Index first, Index last) {
  std::vector<String> strings;
  for (Index n = first; n <= last; ++n) strings.push_back(string_of(n));
  return batch_of(strings);
}

class Counting : public Task {
 public:
  Facts facts() const override {
    return {
        "a^n b^n",
        "learned from n <= 10, validated by n = 11 to 20: every symbol that is determined is the "
        "most probable for n = 1 to 30",
        "Gers and Schmidhuber (2001)", "Embedding(5), LSTM(4), batch 1", 20'000};
  }
  Plan plan() const override { return {1, 500, 2, 1}; }

  Sequential model(std::uint64_t seed) const override {
    Sequential model(reader(symbols, units), seed);
    const lstm::CosineDecay rate{.initial = 0.01f, .decay_steps = 20'000, .alpha = 0.01f};
    // Once all is right, what gradients are left are noise: an epsilon above them keeps Adam from
    // making full steps of it, which would undo the counting.
    model.compile(
        {.loss = lstm::LossKind::sparse_categorical_crossentropy,
         .optimizer = {.rule = lstm::AdamConfig{.epsilon = 3e-3f}, .learning_rate = rate}});
    // Who counts must not forget: sigmoid(8) = 0.9997.
    const lstm::View bias = model.parameters()["lstm.bias_ih_l0"].value;  // i, f, g, o
    std::fill_n(bias.data + units, units, 8.0f);
    return model;
  }

  Samples draw(Random& random, Index count) override {
    std::vector<String> strings;
    while (count-- > 0) strings.push_back(string_of(1 + random.below(10)));
    return batch_of(strings);
  }

  // The last weights are not the best: going on, a run may lose the long strings again.
  std::optional<Samples> validation() const override { return strings_of(11, 20); }

  std::vector<Samples> unseen(Random&) override { return {strings_of(1, 30)}; }

  Index right(const Samples& samples, const Tensor& predicted) const override {
    return legal_first(samples, predicted);
  }
};

}  // namespace

std::unique_ptr<Task> counting() { return std::make_unique<Counting>(); }

}  // namespace tasks
