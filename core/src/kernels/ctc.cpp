#include "kernels/ctc.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/simd.hpp"
#include "kernels/softmax.hpp"
#include "kernels/vectors.hpp"

namespace lstm::kernels {

namespace {

// The logarithm of what can't be: far enough from any that can, and finite, so that it never gives
// NaN.
constexpr float never = -1e30f;

// Numbers beyond both ends of a row: states that there are not.
constexpr Index margin = 2;

// Called, and not written out at each use, since a page downloads less.
[[gnu::noinline]] Batch exp(Batch x) { return xsimd::exp(x); }

[[gnu::noinline]] Batch log_sum(Batch a, Batch b, Batch c) {
  const Batch m = xsimd::max(a, xsimd::max(b, c));
  return m + xsimd::log(exp(a - m) + exp(b - m) + exp(c - m));
}

// Rows over s are of S numbers, with a margin on either side of them.
class Ctc {
 public:
  Ctc(const CtcSequence& sequence, View d, Buffer& memory)
      : its_(sequence), d_(d), T_(std::ssize(sequence.rows)), S_(2 * sequence.count + 1) {
    const Index width = S_ + 2 * margin;
    const View all = memory.view(1, T_ + (T_ + 5) * width);
    all.fill(never);
    log_sums_ = all.data;
    alpha_ = {all.data + T_, T_, width};
    float* row = all.data + T_ + T_ * width + margin;
    for (float** each : {&jump_, &log_p_, &beta_, &ahead_, &share_}) {
      *each = row;
      row += width;
    }
  }

  float loss(float scale) {
    find_jumps();
    forward();
    const float* last = alpha(T_ - 1);
    const float a = last[S_ - 1], b = last[S_ - 2], m = std::max(a, b);
    const float log_p = m + std::log(std::exp(a - m) + std::exp(b - m));
    backward(log_p, scale);
    return -log_p;
  }

 private:
  float* alpha(Index t) { return alpha_.row(t) + margin; }
  Index row(Index t) const { return its_.rows[static_cast<std::size_t>(t)]; }

  // l'_s
  Index label(Index s) const {
    return s % 2 == 0 ? its_.z.cols - 1 : its_.labels[s / 2 * its_.stride];
  }

  // 0 where s can be reached from s - 2.
  void find_jumps() {
    for (Index s = 3; s < S_; s += 2) {
      if (label(s) != label(s - 2)) jump_[s] = 0;
    }
  }

  // log p_t(l'_s)
  void read(Index t) {
    const float* z = its_.z.row(row(t));
    for (Index s = 0; s < S_; ++s) log_p_[s] = z[label(s)] - log_sums_[t];
  }

  void forward() {
    for (Index t = 0; t < T_; ++t) {
      log_sums_[t] = softmax(its_.z.row(row(t)), d_.row(row(t)), d_.cols).log_sum;
      read(t);
      float* to = alpha(t);
      if (t == 0) {
        std::copy_n(log_p_, std::min(S_, Index{2}), to);
        continue;
      }
      const float* from = alpha(t - 1);
      for_each_vector<CalledPart>(S_, [&](Index s, auto part) {
        const Batch sum = log_sum(part.load(from + s), part.load(from + s - 1),
                                  part.load(from + s - 2) + part.load(jump_ + s));
        part.store(to + s, sum + part.load(log_p_ + s));
      });
    }
  }

  void backward(float log_p, float scale) {
    beta_[S_ - 1] = beta_[S_ - 2] = 0;
    for (Index t = T_ - 1; t >= 0; --t) {
      float* d = d_.row(row(t));
      const float* its_alpha = alpha(t);
      read(t);
      for_each_vector<CalledPart>(S_, [&](Index s, auto part) {
        const Batch beta = part.load(beta_ + s);
        part.store(share_ + s, exp(part.load(its_alpha + s) + beta - Batch(log_p)));
        part.store(ahead_ + s, part.load(log_p_ + s) + beta);
      });
      for (Index s = 0; s < S_; ++s) d[label(s)] -= share_[s];
      kernels::scale(scale, d, d_.cols);
      for_each_vector<CalledPart>(S_, [&](Index s, auto part) {
        part.store(beta_ + s, log_sum(part.load(ahead_ + s), part.load(ahead_ + s + 1),
                                      part.load(ahead_ + s + 2) + part.load(jump_ + s + 2)));
      });
    }
  }

  const CtcSequence& its_;
  View d_;
  Index T_, S_;
  float* log_sums_;  // [T]: log sum exp z_t
  View alpha_;       // [T, S]
  float *jump_, *log_p_, *beta_, *ahead_, *share_;
};

}  // namespace

float ctc(const CtcSequence& sequence, float scale, View d, Buffer& memory) {
  return Ctc(sequence, d, memory).loss(scale);
}

Index least_rows(const Token* labels, Index stride, Index count) {
  Index rows = count;
  for (Index u = 1; u < count; ++u) rows += labels[u * stride] == labels[(u - 1) * stride];
  return rows;
}

// Levenshtein (1966): edits[u] from what was said so far to the first u labels.
Index ctc_edits(const CtcSequence& sequence, Buffer& memory) {
  const auto& [z, rows, labels, stride, count] = sequence;
  float* edits = memory.view(1, count + 1).data;
  for (Index u = 0; u <= count; ++u) edits[u] = static_cast<float>(u);
  Index before = z.cols - 1;
  for (const Index row : rows) {
    const float* first = z.row(row);
    const Index said = std::max_element(first, first + z.cols) - first;
    const bool counts = said != before && said != z.cols - 1;
    before = said;
    if (!counts) continue;
    float other = edits[0]++;  // without what was said now, to one label less
    for (Index u = 1; u <= count; ++u) {
      const float same = other + (labels[(u - 1) * stride] == said ? 0.0f : 1.0f);
      other = edits[u];
      edits[u] = std::min({same, other + 1, edits[u - 1] + 1});
    }
  }
  return static_cast<Index>(edits[count]);
}

}  // namespace lstm::kernels
