#include "lstm/stream.hpp"

#include <algorithm>
#include <cmath>

#include "graph/network.hpp"
#include "lstm/error.hpp"

namespace lstm {

Stream::Stream(const Sequential& model, Index batch) {
  require_range(batch >= 1, "expected batchSize >= 1, got ", batch);
  network_ = std::make_unique<Network>(model.network().stepwise(batch));
  states_ = network_->zero_states();
  for (std::size_t k = 0; k < network_->inputs(); ++k) add_input(network_->input(k), batch);
  for (std::size_t k = 0; k < network_->outputs(); ++k) {
    outputs_.push_back(buffers_.emplace_back().view(batch, network_->output(k).features));
  }
  came_.resize(outputs_.size());
  step();  // of all layers, as nothing waits yet: all memory is there from here on
  reset();
}

Stream::Stream(Stream&&) noexcept = default;
Stream& Stream::operator=(Stream&&) noexcept = default;
Stream::~Stream() = default;

void Stream::add_input(const Signature& in, Index batch) {
  const View x = buffers_.emplace_back().view(batch, in.tokens ? 1 : in.features);
  x.fill(0);
  inputs_.push_back(x);
  const auto& tokens = tokens_.emplace_back(in.tokens ? batch : 0);
  x_.push_back({1, batch, in.tokens ? ConstView{} : x, tokens, {}});
}

// What does not fit is refused in the words that are said of whole data.
void Stream::check(std::size_t k) const {
  const Signature& in = network_->input(k);
  const View x = inputs_[k];
  const auto fits = [most = static_cast<float>(in.features), &in](float value) {
    return in.tokens ? value >= 0 && value < most && value == std::floor(value)
                     : std::isfinite(value);
  };
  if (std::ranges::all_of(x, fits)) [[likely]]
    return;
  const Shape shape = in.tokens ? Shape{x.rows} : Shape{x.rows, x.cols};
  Input(*network_, k, {shape, std::vector<float>(x.begin(), x.end())}, Steps(x.rows, 1), {});
}

std::span<const ConstView> Stream::step() {
  for (std::size_t k = 0; k < inputs_.size(); ++k) check(k);
  for (std::size_t k = 0; k < inputs_.size(); ++k) {
    std::copy_n(inputs_[k].data, tokens_[k].size(), tokens_[k].begin());
  }
  const auto all = network_->forward(x_, &states_, {});
  for (std::size_t k = 0; k < all.size(); ++k) {
    std::ranges::copy(all[k].values, outputs_[k].data);
    came_[k] = all[k].time > 0 ? ConstView(outputs_[k]) : ConstView{};
  }
  return came_;
}

ConstView Stream::step(std::span<const float> x) {
  const View to = inputs_.front();
  require(static_cast<Index>(x.size()) == to.size(), "expected ", to.size(),
          " numbers a step, got ", x.size());
  std::ranges::copy(x, to.begin());
  return step().front();
}

void Stream::reset() {
  lstm::reset(states_);
  network_->forget_steps();
}

}  // namespace lstm
