#include "lstm/reading.hpp"

#include <algorithm>
#include <numeric>

#include "graph/network.hpp"
#include "kernels/softmax.hpp"
#include "layers/recurrent.hpp"
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

namespace {

void require_text(const LanguageModel& model, const TextPass& pass) {
  require(pass.left() > 0, "expected a text of at least one token, got an empty one");
  model.check(pass.text());
}

// What a layer has to show, as zeros: of [N, H] or [N, T, H], as `like` without its H.
Gates zeros(const Recurrent& layer, Tensor like) {
  like.shape.push_back(layer.units());
  like.data = std::vector<float>(static_cast<std::size_t>(like.size()));
  Gates gates;
  for (const Look& look : layer.looks()) gates.push_back({look.name, like});
  return gates;
}

// Copies row `from` of what a layer of H units has to show to row `to`.
void copy_row(std::span<const Look> looks, Index H, Index from, Gates& gates, Index to) {
  for (std::size_t n = 0; n < gates.size(); ++n) {
    std::copy_n(looks[n].in.row(from) + looks[n].column, H,
                std::get<std::vector<float>>(gates[n].values.data).data() + to * H);
  }
}

}  // namespace

NextToken::NextToken(LanguageModel& model, std::vector<Token> text)
    : pass_(model.sequential(), std::move(text)) {
  require_text(model, pass_);
}

bool NextToken::step() {
  const Index count = std::min(pass_.left(), TextPass::window);
  if (count == 0) return false;
  const ConstView logits = pass_.read(count);
  result_.resize(static_cast<std::size_t>(logits.cols));
  kernels::softmax(logits.row(count - 1), result_.data(), logits.cols);
  return true;
}

Inspection::Inspection(LanguageModel& model, std::vector<Token> text)
    : network_(model.sequential().network()), pass_(model.sequential(), std::move(text)) {
  require_text(model, pass_);
  for (const auto& [layer, from] : network_.recurrent()) {
    layers_.push_back(zeros(*layer, {{pass_.left()}, {}}));
  }
}

bool Inspection::step() {
  const Index count = std::min(pass_.left(), TextPass::window);
  if (count == 0) return false;
  const Index first = pass_.position();
  pass_.read(count);
  const auto recurrent = network_.recurrent();
  for (std::size_t n = 0; n < layers_.size(); ++n) {
    const auto looks = recurrent[n].layer->looks();
    const Index H = recurrent[n].layer->units();
    for (Index t = 0; t < count; ++t) copy_row(looks, H, t, layers_[n], first + t);
  }
  return true;
}

std::vector<Gates> inspect(Sequential& model, Tensors x) {
  Inputs inputs = model.inputs(x);
  const Index N = inputs.size();
  Network& network = model.network();
  States states = model.in_training() ? network.zero_states() : model.states();
  network.keep_stateful(states);
  const Index carried = network.sequences(states);
  require(carried == 0 || carried == N, "expected ", carried, " samples, as the states have, got ",
          N);
  std::vector<Index> all(static_cast<std::size_t>(N));
  std::iota(all.begin(), all.end(), Index{0});
  const std::vector<Network::Until> until(network.outputs(), Network::Until::head);
  network.forward(inputs.gather(all), &states, until);
  std::vector<Gates> layers;
  for (const auto& [layer, from] : network.recurrent()) {
    const Steps steps = inputs.steps_in(*from);
    Gates& gates = layers.emplace_back(zeros(*layer, {{N, steps.longest()}, {}, steps.lengths()}));
    const auto looks = layer->looks();
    for (Index n = 0; n < N; ++n) {
      for (Index t = 0; t < steps.length(n); ++t) {
        copy_row(looks, layer->units(), t * N + n, gates, steps.begin(n) + t);
      }
    }
  }
  return layers;
}

std::vector<Gates> inspect(Sequential& model, const Tensor& x) {
  const Tensor* one = &x;
  return inspect(model, {&one, 1});
}

}  // namespace lstm
