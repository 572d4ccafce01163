#include "lstm/text_pass.hpp"

#include "graph/network.hpp"

namespace lstm {

TextPass::TextPass(Sequential& model, std::vector<Token> text)
    : model_(model), states_(model.network().zero_states()), text_(std::move(text)) {}

ConstView TextPass::read(Index count) {
  const std::span<const Token> part(text_.data() + position_, static_cast<std::size_t>(count));
  position_ += count;
  const Activations x{count, 1, {}, part, {}};
  return model_.network().forward(x, &states_, Network::Until::logits).values;
}

void TextPass::go_on(Token token) {
  text_.assign(1, token);
  position_ = 0;
}

}  // namespace lstm
