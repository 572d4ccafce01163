// Windows that slide over the steps of sequences or over the pixels of images: which rows of the
// input each of them covers, and what of layers that have them follows from that alone.
#pragma once

#include <array>

#include "layers/layer.hpp"
#include "lstm/padding.hpp"

namespace lstm {

// Along one axis: output i sees the inputs i * stride + p * dilation - first, 0 <= p < size.
struct Slide {
  Index size = 1;  // 0: one window over all that there is
  Index stride = 1;
  Index dilation = 1;
  Padding padding = Padding::valid;
  std::array<Index, 2> more = {};  // of valid: padding before and after

  Index reach() const { return (size - 1) * dilation + 1; }
  Index outputs(Index inputs) const;
  Index first(Index inputs) const;
};

// The most that a window may reach over.
inline constexpr Index largest_window = Index{1} << 16;

// Throws std::out_of_range for sizes, strides or rates < 1, for windows that reach further than
// that, and for a stride and a rate > 1.
void check_slide(const Slide& slide, const char* size, const std::string& layer);

// Over steps, or over pixels, down and across.
struct Slides {
  Slide down;
  Slide across = {};
  bool images = false;
};

class Windows {
 public:
  explicit Windows(const Slides& slides) : down_(slides.down), across_(slides.across) {}

  // Begins with images of H x W rows, one after the other. Column w of them ends after heights[w]
  // (empty: H), and rows whose flag is 0 are none.
  void over(Index images, Index H, Index W, std::span<const Index> heights,
            std::span<const Flag> mask = {});

  // The same of W sequences whose last reach() steps are kept in a ring of rows, step t in place
  // t % reach() and t now the newest: the windows that end with it, or none.
  void over_ring(Index t, Index W, bool any);

  Index outputs() const { return outputs_; }  // windows of all images

  // What a window covers, down and then across; -1 where there is no row.
  std::span<const Index> rows(Index window);

 private:
  Index at(Index image, Index down, Index w) const;

  Slide down_, across_;
  Index H_ = 0, W_ = 0, H_out_ = 0, W_out_ = 0, down_size_ = 0, outputs_ = 0;
  std::vector<Index> heights_, firsts_;  // [W]
  Index first_across_ = 0;
  std::span<const Flag> mask_;
  std::vector<Index> rows_;  // of one window
};

// Time-major rows [T * B] are one image, T high and B wide, whose columns are as high as their
// sequences are long.
class Windowed : public Through {
 public:
  Signature output() const override { return output_; }
  Index steps(Index T) const override;
  bool resizes() const override { return !slides_.images; }
  Pace pace() const override;
  void keep_steps(Index batch) override;
  void forget_steps() override;

 protected:
  // What it gives has so many channels (0: as many as it reads).
  Windowed(std::string name, const Signature& input, const Slides& slides, Index channels = 0);

  // The rows of the input, each of C channels; windows() is then over them. A window over all steps
  // may leave out those that are masked.
  ConstView look(const Activations& x, bool masked = false);
  // What it gives: a row y for each window.
  Activations give(const Activations& x, View y);

  Windows& windows() { return windows_; }
  Index C() const { return C_; }

 private:
  void check(Index steps) const;
  ConstView keep(ConstView step);

  void read_steps(const Signature& input, Index channels);
  void read_images(const Signature& input, Index channels);

  Slides slides_;
  Index H_ = 0, W_ = 0, C_;
  Windows windows_;
  Signature output_;
  std::vector<Index> lengths_;  // [B]
  std::vector<Flag> mask_;      // [T_out * B]

  View ring_;  // [reach * B, C] where steps come one by one: the last ones
  Buffer ring_buffer_;
  Index newest_ = -1;  // a step's number, which begins anew once the ring was full
  Index wait_ = 0;     // steps before the next window is full
};

}  // namespace lstm
