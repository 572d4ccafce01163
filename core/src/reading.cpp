#include "lstm/reading.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/softmax.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

constexpr Index window = 64;

// The next tokens of a text as one sequence.
Activations next(const std::vector<Token>& text, Index from, Index end) {
  const Index T = std::min(window, end - from);
  return {T, 1, {}, {text.data() + from, static_cast<std::size_t>(T)}, {}};
}

}  // namespace

TextScoring::TextScoring(LanguageModel& model, std::vector<Token> text)
    : model_(model.sequential()), states_(model_.network().zero_states()), text_(std::move(text)) {
  require(text_.size() >= 2, "expected a text of at least 2 tokens, got ", text_.size());
  model.check(text_);
  result_.reserve(text_.size() - 1);
}

bool TextScoring::step() {
  const Index end = static_cast<Index>(text_.size()) - 1;
  if (read_ == end) return false;
  const Activations x = next(text_, read_, end);
  const ConstView logits = model_.network().forward(x, &states_, Network::Until::logits).values;
  std::vector<float> p(static_cast<std::size_t>(logits.cols));
  for (Index t = 0; t < x.time; ++t) {
    const float log_sum = kernels::softmax(logits.row(t), p.data(), logits.cols).log_sum;
    result_.push_back(logits.row(t)[text_[static_cast<std::size_t>(read_ + t + 1)]] - log_sum);
  }
  read_ += x.time;
  return true;
}

Inspection::Inspection(LanguageModel& model, std::vector<Token> text)
    : model_(model.sequential()), states_(model_.network().zero_states()), text_(std::move(text)) {
  require(!text_.empty(), "expected a text of at least one token, got an empty one");
  model.check(text_);
  const auto N = static_cast<Index>(text_.size());
  for (const Index H : model.config().units) {
    Layer& layer = layers_.emplace_back();
    for (Tensor& tensor : layer) {
      tensor.shape = {N, H};
      tensor.data = std::vector<float>(static_cast<std::size_t>(element_count(tensor.shape)));
    }
  }
}

bool Inspection::step() {
  const auto end = static_cast<Index>(text_.size());
  if (read_ == end) return false;
  const Activations x = next(text_, read_, end);
  model_.network().forward(x, &states_, Network::Until::logits);
  const auto lstms = std::as_const(model_).network().lstms();
  for (std::size_t n = 0; n < layers_.size(); ++n) {
    const Lstm& lstm = *lstms[n];
    const Index H = lstm.h().cols;
    const auto row_of = [&](std::size_t which, Index t) {
      return std::get<std::vector<float>>(layers_[n][which].data).data() + (read_ + t) * H;
    };
    for (Index t = 0; t < x.time; ++t) {
      for (std::size_t gate = 0; gate < 4; ++gate) {
        std::copy_n(lstm.gates().row(t) + static_cast<Index>(gate) * H, H, row_of(gate, t));
      }
      std::copy_n(lstm.c().row(t), H, row_of(4, t));
      std::copy_n(lstm.h().row(t), H, row_of(5, t));
    }
  }
  read_ += x.time;
  return true;
}

}  // namespace lstm
