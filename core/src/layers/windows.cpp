#include "layers/windows.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

Index Slide::outputs(Index inputs) const {
  if (size == 0) return 1;
  if (padding != Padding::valid) return (inputs + stride - 1) / stride;
  const Index all = more[0] + inputs + more[1];
  return all < reach() ? 0 : (all - reach()) / stride + 1;
}

Index Slide::first(Index inputs) const {
  if (padding == Padding::valid) return more[0];
  if (padding == Padding::causal) return reach() - 1;
  return std::max(Index{0}, (outputs(inputs) - 1) * stride + reach() - inputs) / 2;
}

void check_slide(const Slide& slide, const char* size, const std::string& layer) {
  check_extent(slide.size, size, layer);
  check_extent(slide.stride, "strides", layer);
  check_extent(slide.dilation, "dilationRate", layer);
  require_range(slide.size <= largest_window / slide.dilation, "expected windows of at most ",
                largest_window, " steps in '", layer, "', got ", slide.size, " times ",
                slide.dilation);
  require_range(slide.stride == 1 || slide.dilation == 1, "expected strides or dilationRate of '",
                layer, "' to be 1, got ", slide.stride, " and ", slide.dilation);
}

void Windows::over(Index images, Index H, Index W, std::span<const Index> heights,
                   std::span<const Flag> mask) {
  H_ = H;
  W_ = W;
  H_out_ = down_.outputs(H);
  W_out_ = across_.outputs(W);
  heights_.assign(heights.begin(), heights.end());
  heights_.resize(static_cast<std::size_t>(W), H);
  firsts_.clear();
  for (const Index height : heights_) firsts_.push_back(down_.first(height));
  mask_ = mask;
  first_across_ = across_.first(W);
  down_size_ = down_.size == 0 ? H : down_.size;
  rows_.resize(static_cast<std::size_t>(down_size_ * across_.size));
  outputs_ = images * H_out_ * W_out_;
}

void Windows::over_ring(Index t, Index W, bool any) {
  H_ = down_.reach();
  W_ = W_out_ = W;
  H_out_ = 1;
  heights_.assign(static_cast<std::size_t>(W), t + 1);
  firsts_.assign(static_cast<std::size_t>(W), H_ - 1 - t);
  mask_ = {};
  first_across_ = 0;
  down_size_ = down_.size;
  rows_.resize(static_cast<std::size_t>(down_size_));
  outputs_ = any ? W : 0;
}

std::span<const Index> Windows::rows(Index window) {
  const Index image = window / (H_out_ * W_out_), i = window / W_out_ % H_out_, j = window % W_out_;
  Index* row = rows_.data();
  for (Index p = 0; p < down_size_; ++p) {
    for (Index q = 0; q < across_.size; ++q) {
      *row++ = at(image, i * down_.stride + p * down_.dilation,
                  j * across_.stride + q * across_.dilation - first_across_);
    }
  }
  return rows_;
}

Index Windows::at(Index image, Index down, Index w) const {
  if (w < 0 || w >= W_) return -1;
  const auto column = static_cast<std::size_t>(w);
  const Index h = down - firsts_[column];
  if (h < 0 || h >= heights_[column]) return -1;
  const Index row = (image * H_ + (h < H_ ? h : h % H_)) * W_ + w;
  return mask_.empty() || mask_[static_cast<std::size_t>(row)] ? row : -1;
}

Windowed::Windowed(std::string its, const Signature& input, const Slides& slides, Index channels)
    : Through(std::move(its)), slides_(slides), C_(input.channels()), windows_(slides) {
  if (channels == 0) channels = C_;
  slides.images ? read_images(input, channels) : read_steps(input, channels);
}

void Windowed::read_steps(const Signature& input, Index channels) {
  require_sequence(input, name());
  if (input.time > 0) check(input.time);
  output_ = {channels, slides_.down.size > 0, false, 0};
  if (output_.sequence && input.time > 0) output_.time = steps(input.time);
}

void Windowed::read_images(const Signature& input, Index channels) {
  const auto& [down, across, images] = slides_;
  require_numbers(input, name());
  require(input.axes.size() == 3, "expected images as input of '", name(),
          "', of height, width and channels, got ", axes_of(input));
  H_ = input.axes[0];
  W_ = input.axes[1];
  const Index H = down.outputs(H_), W = across.outputs(W_);
  require(H >= 1 && W >= 1, "expected images of at least ", down.reach(), " x ", across.reach(),
          " pixels as input of '", name(), "', got ", H_, " x ", W_);
  output_ = {
      element_count({H, W, channels}), input.sequence, false, input.time, false, {H, W, channels}};
}

Index Windowed::steps(Index T) const {
  if (slides_.images) return T;
  check(T);
  return slides_.down.outputs(T);
}

void Windowed::check(Index steps) const {
  require(slides_.down.outputs(steps) >= 1, "expected sequences of at least ",
          slides_.down.reach() - slides_.down.more[0] - slides_.down.more[1], " steps in '", name(),
          "', got ", steps);
}

Pace Windowed::pace() const {
  const Slide& its = slides_.down;
  if (slides_.images) return {};
  require_stepwise(its.size > 0, name(), "looks at all steps at once");
  require_stepwise(its.more == std::array<Index, 2>{}, name(), "puts zeros around a sequence");
  require_stepwise(its.padding != Padding::same || its.reach() == 1, name(),
                   "has padding 'same', by how many steps there will be");
  return {static_cast<std::uint64_t>(its.stride),
          static_cast<std::uint64_t>(its.reach() - 1 - its.first(0))};
}

void Windowed::keep_steps(Index batch) {
  if (!slides_.images) ring_ = ring_buffer_.view(element_count({slides_.down.reach(), batch}), C_);
}

void Windowed::forget_steps() {
  newest_ = -1;
  wait_ = static_cast<Index>(pace().wait);
}

// In the place of the oldest.
ConstView Windowed::keep(ConstView step) {
  const Index R = slides_.down.reach();
  newest_ = newest_ + 1 < 2 * R ? newest_ + 1 : R;
  std::ranges::copy(step, ring_.row(newest_ % R * step.rows));
  windows_.over_ring(newest_, step.rows, wait_ == 0);
  wait_ = wait_ > 0 ? wait_ - 1 : slides_.down.stride - 1;
  return ring_;
}

ConstView Windowed::look(const Activations& x, bool masked) {
  if (ring_.data) return keep(x.values);
  if (slides_.images) {
    windows_.over(x.values.rows, H_, W_, {});
    return x.values.in_rows_of(C_);
  }
  check(x.time);
  for (const Index length : x.lengths) check(length);
  windows_.over(1, x.time, x.batch, x.lengths,
                masked && slides_.down.size == 0 ? x.mask : std::span<const Flag>{});
  return x.values;
}

Activations Windowed::give(const Activations& x, View y) {
  if (slides_.images) return x.with(y.in_rows_of(output_.features));
  if (ring_.data) return {y.rows / x.batch, x.batch, y, {}, {}};
  const Index T = steps(x.time);
  if (x.lengths.empty() || !output_.sequence) return {T, x.batch, y, {}, {}};
  lengths_.clear();
  for (const Index length : x.lengths) lengths_.push_back(steps(length));
  mask_by(lengths_, T, mask_);
  return {T, x.batch, y, {}, {}, mask_, lengths_};
}

}  // namespace lstm
