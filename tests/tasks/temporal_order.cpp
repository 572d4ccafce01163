// Temporal order, three symbols: in what order did X and Y come, among distractors?
#include "remember.hpp"
#include "verdict.hpp"

namespace tasks {
namespace {

enum : Token { begin = 1, X, Y, a, b, c, d, end };
constexpr Index symbols = 9;  // with padding
constexpr Index longest = 110, classes = 8;

// Begin, distractors, end: 100 to 110 symbols. Three of them, at 10 to 20, 33 to 43 and 66 to 76,
// are X or Y, and make one of eight classes.
Index fill(Token* string, Random& random) {
  const Index time = 100 + random.below(11);
  for (Index t = 0; t < time; ++t) string[t] = a + static_cast<Token>(random.below(4));
  string[0] = begin;
  string[time - 1] = end;
  Index kind = 0;
  for (const Index first : {10, 33, 66}) {
    const Index which = random.below(2);
    string[first + random.below(11)] = which == 0 ? X : Y;
    kind = 2 * kind + which;
  }
  return kind;
}

class TemporalOrder : public Task {
 public:
  Facts facts() const override {
    return {"Temporal order, 3 symbols",
            "all 8 outputs within 0.3 of their targets on 99% of 2,560 unseen; length 100 to 110",
            "Hochreiter and Schmidhuber (1997), experiment 6b", "Embedding(9), LSTM(16), batch 16",
            571'100};
  }
  Plan plan() const override { return {16, 2000, 0.999, 0.99}; }

  Sequential model(std::uint64_t seed) const override {
    Sequential model(
        {lstm::EmbeddingConfig{.input_dim = symbols, .output_dim = symbols, .mask_zero = true},
         lstm::LstmConfig{.units = 16},
         lstm::DenseConfig{.units = classes, .activation = lstm::ActivationKind::softmax}},
        seed);
    model.compile({.loss = lstm::LossKind::categorical_crossentropy,
                   .optimizer = {.learning_rate = 0.01f, .clip_norm = 1}});
    remember(100, model, seed);
    return model;
  }

  Samples draw(Random& random, Index count) override {
    std::vector<Token> x(static_cast<std::size_t>(count * longest));
    std::vector<float> y(static_cast<std::size_t>(count * classes));
    for (Index n = 0; n < count; ++n) {
      y[n * classes + fill(x.data() + n * longest, random)] = 1;
    }
    return {{{count, longest}, std::move(x)}, {{count, classes}, std::move(y)}};
  }

  std::vector<Samples> unseen(Random& random) override {
    std::vector<Samples> all;
    for (int n = 0; n < 10; ++n) all.push_back(draw(random, 256));
    return all;
  }

  Index right(const Samples& samples, const Tensor& predicted) const override {
    return within(0.3f, samples, predicted);
  }
};

}  // namespace

std::unique_ptr<Task> temporal_order() { return std::make_unique<TemporalOrder>(); }

}  // namespace tasks
