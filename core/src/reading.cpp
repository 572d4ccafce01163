#include "lstm/reading.hpp"

#include <algorithm>

#include "kernels/softmax.hpp"
#include "lstm/error.hpp"

namespace lstm {

TextScoring::TextScoring(LanguageModel& model, std::vector<Token> text)
    : pass_(model.sequential(), std::move(text)) {
  require(pass_.left() >= 2, "expected a text of at least 2 tokens, got ", pass_.left());
  model.check(pass_.text());
  result_.reserve(pass_.text().size() - 1);
}

bool TextScoring::step() {
  const Index count = std::min(pass_.left() - 1, TextPass::window);
  if (count == 0) return false;
  const Index first = pass_.position();
  const ConstView logits = pass_.read(count);
  std::vector<float> p(static_cast<std::size_t>(logits.cols));
  for (Index t = 0; t < count; ++t) {
    const float log_sum = kernels::softmax(logits.row(t), p.data(), logits.cols).log_sum;
    const Token next = pass_.text()[static_cast<std::size_t>(first + t + 1)];
    result_.push_back(logits.row(t)[next] - log_sum);
  }
  return true;
}

Inspection::Inspection(LanguageModel& model, std::vector<Token> text)
    : network_(model.sequential().network()), pass_(model.sequential(), std::move(text)) {
  require(pass_.left() > 0, "expected a text of at least one token, got an empty one");
  model.check(pass_.text());
  for (const Index H : model.config().units) {
    Layer& layer = layers_.emplace_back();
    for (Tensor& tensor : layer) {
      tensor.shape = {pass_.left(), H};
      tensor.data = std::vector<float>(static_cast<std::size_t>(element_count(tensor.shape)));
    }
  }
}

bool Inspection::step() {
  const Index count = std::min(pass_.left(), TextPass::window);
  if (count == 0) return false;
  const Index first = pass_.position();
  pass_.read(count);
  const auto lstms = network_.lstms();
  for (std::size_t n = 0; n < layers_.size(); ++n) {
    const Lstm& lstm = *lstms[n];
    const Index H = lstm.h().cols;
    const auto row_of = [&](std::size_t which, Index t) {
      return std::get<std::vector<float>>(layers_[n][which].data).data() + (first + t) * H;
    };
    for (Index t = 0; t < count; ++t) {
      for (std::size_t gate = 0; gate < 4; ++gate) {
        std::copy_n(lstm.gates().row(t) + static_cast<Index>(gate) * H, H, row_of(gate, t));
      }
      std::copy_n(lstm.c().row(t), H, row_of(4, t));
      std::copy_n(lstm.h().row(t), H, row_of(5, t));
    }
  }
  return true;
}

}  // namespace lstm
