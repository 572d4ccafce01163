#include "learning/replicas.hpp"

#include <algorithm>

namespace lstm {

namespace {

// Fewer rows than these leave the product kernels half idle; less work than that, in multiply-adds,
// is done before another thread is awake.
constexpr Index least_rows = 4;
constexpr double least_work = 1e6;

// Sequences first ... first + count of a batch of B. In time-major rows [T * B, F] they are a block
// of every step.
struct Share {
  Index B, first, count;

  template <class Element>
  void take(const Element* from, Index T, Index F, Element* to) const {
    for (Index t = 0; t < T; ++t) {
      std::copy_n(from + (t * B + first) * F, count * F, to + t * count * F);
    }
  }
  template <class Element>
  void put(const Element* from, Index T, Index F, Element* to) const {
    for (Index t = 0; t < T; ++t) {
      std::copy_n(from + t * count * F, count * F, to + (t * B + first) * F);
    }
  }

  std::span<const float> of(std::span<const float> rows, Buffer& memory) const {
    const ConstView mine = of(ConstView{rows.data(), static_cast<Index>(rows.size()), 1}, memory);
    return {mine.data, static_cast<std::size_t>(mine.rows)};
  }
  ConstView of(ConstView rows, Buffer& memory) const {
    const Index T = rows.rows / B;
    const View mine = memory.view(T * count, rows.cols);
    take(rows.data, T, rows.cols, mine.data);
    return mine;
  }
  template <class Element>  // a token or a flag
  std::span<const Element> of(std::span<const Element> rows, std::vector<Element>& memory) const {
    const Index T = static_cast<Index>(rows.size()) / B;
    memory.resize(static_cast<std::size_t>(T * count));
    take(rows.data(), T, 1, memory.data());
    return memory;
  }

  std::span<const Index> of(std::span<const Index> lengths) const {
    if (lengths.empty()) return {};
    return lengths.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
  }

  // A state's parts have one row a sequence, or are empty.
  void take(const State& from, State& to) const {
    to.resize(from.size());
    for (std::size_t p = 0; p < from.size(); ++p) {
      const Index F = static_cast<Index>(from[p].size()) / B;
      to[p].resize(static_cast<std::size_t>(count * F));
      take(from[p].data(), from[p].empty() ? 0 : 1, F, to[p].data());
    }
  }
  void put(const State& from, State& to) const {
    for (std::size_t p = 0; p < from.size(); ++p) {
      const Index F = static_cast<Index>(from[p].size()) / count;
      to[p].resize(static_cast<std::size_t>(B * F));
      put(from[p].data(), from[p].empty() ? 0 : 1, F, to[p].data());
    }
  }
};

Share share_of(Index slice, Index slices, Index B) {
  const Index first = B * slice / slices;
  return {B, first, B * (slice + 1) / slices - first};
}

// Cross-entropies are computed from the logits, so the head is theirs.
Network::Until scored_until(LossKind loss) {
  return takes_logits(loss) ? Network::Until::logits : Network::Until::head;
}

}  // namespace

// How rows are scored; N of them, over the whole batch, are not masked.
struct Replicas::Scoring {
  LossKind loss;
  const Metrics& metrics;
  double N;
};

Replicas::Replicas(Network network, std::shared_ptr<Pool> pool, std::uint64_t seed)
    : pool_(std::move(pool)) {
  Random seeds(~seed);  // the seed itself is that of weights and shuffles
  for (Index k = 0; k < (pool_ ? pool_->threads() : 1); ++k) streams_.emplace_back(seeds.bits());
  add_slice(std::move(network));
}

void Replicas::add_slice(Network network) {
  slices_.push_back(std::make_unique<Slice>(std::move(network), streams_[slices_.size()]));
}

void Replicas::set_trainable(const std::string& layer, bool trainable) {
  for (const auto& slice : slices_) slice->network.set_trainable(layer, trainable);
}

Index Replicas::worthwhile_slices(const Activations& x) const {
  if (!pool_) return 1;
  const double work =
      static_cast<double>(x.time * x.batch) * static_cast<double>(first().parameters().count());
  const Index most = std::min(pool_->threads(), x.batch / least_rows);
  return std::clamp(static_cast<Index>(work / least_work), Index{1}, std::max(most, Index{1}));
}

// Calls work(slice, its part of the batch, its states) for every slice, each on a thread.
void Replicas::on_slices(const Batch& batch, States* states, Work work) {
  used_ = worthwhile_slices(batch.x);
  if (used_ == 1) return work(*slices_.front(), batch, states);

  while (static_cast<Index>(slices_.size()) < used_) {
    add_slice(first().replica());
  }
  const auto& [x, y] = batch;
  pool_->run(used_, [&](Index k) {
    Slice& slice = *slices_[static_cast<std::size_t>(k)];
    const Share share = share_of(k, used_, x.batch);
    slice.first = share.first;
    slice.batch.x = {x.time,
                     share.count,
                     share.of(x.values, slice.values),
                     share.of(x.tokens, slice.tokens),
                     {},
                     share.of(x.mask, slice.mask),
                     share.of(x.lengths)};
    slice.batch.y = {share.of(y.values, slice.targets), share.of(y.labels, slice.labels),
                     share.of(y.weights, slice.weights)};
    if (!states) return work(slice, slice.batch, nullptr);
    slice.states.resize(states->size());
    for (std::size_t n = 0; n < states->size(); ++n) share.take((*states)[n], slice.states[n]);
    work(slice, slice.batch, &slice.states);
  });
  if (!states) return;
  for (Index k = 0; k < used_; ++k) {
    const Share share = share_of(k, used_, x.batch);
    const States& mine = slices_[static_cast<std::size_t>(k)]->states;
    for (std::size_t n = 0; n < states->size(); ++n) share.put(mine[n], (*states)[n]);
  }
}

Score Replicas::sum_of_scores() const {
  Score sum;
  for (Index k = 0; k < used_; ++k) sum += slices_[static_cast<std::size_t>(k)]->score;
  return sum;
}

ConstView Replicas::infer(const Activations& x, States* states) {
  const Signature out = first().output();
  const View all = y_.view((out.sequence ? x.time : 1) * x.batch, out.features);
  on_slices(Batch{x, {}}, states, [&](Slice& slice, const Batch& part, States* its) {
    const ConstView y = slice.network.forward(part.x, its, Network::Until::head).values;
    const Share share{x.batch, slice.first, part.x.batch};
    share.put(y.data, y.rows / share.count, y.cols, all.data);
  });
  return all;
}

Score Replicas::score(const Batch& batch, States* states, LossKind loss, const Metrics& metrics) {
  const Scoring scoring{loss, metrics, static_cast<double>(first().unmasked_rows(batch.x))};
  on_slices(batch, states, [&](Slice& slice, const Batch& part, States* its) {
    forward_and_score(slice, part, its, scoring, nullptr);
  });
  return sum_of_scores();
}

Score Replicas::train(const Batch& batch, States* states, LossKind loss, const Metrics& metrics) {
  const Scoring scoring{loss, metrics, static_cast<double>(first().unmasked_rows(batch.x))};
  on_slices(batch, states, [&](Slice& slice, const Batch& part, States* its) {
    const View d_y = forward_and_score(slice, part, its, scoring, &slice.random);
    slice.network.zero_gradients();
    slice.network.backward(d_y);
  });
  for (Index k = 1; k < used_; ++k)
    first().add_gradients(slices_[static_cast<std::size_t>(k)]->network);
  return sum_of_scores();
}

// Gives the gradient of the mean loss of the whole batch by the part's outputs. Masked rows weigh
// 0.
View Replicas::forward_and_score(Slice& slice, const Batch& part, States* states,
                                 const Scoring& scoring, Random* random) {
  const auto& [loss, metrics, N] = scoring;
  const Activations out = slice.network.forward(part.x, states, scored_until(loss), random);
  Targets y = part.y;
  if (!out.mask.empty()) {
    const View weights = slice.masked_weights.view(1, out.values.rows);
    for (Index n = 0; n < weights.cols; ++n) {
      const auto row = static_cast<std::size_t>(n);
      weights.data[n] = !out.mask[row] ? 0.0f : y.weights.empty() ? 1.0f : y.weights[row];
    }
    y.weights = {weights.data, out.mask.size()};
    y.masked = static_cast<Index>(std::ranges::count(out.mask, Flag{0}));
  }
  const View d_y = slice.d_y.view(out.values.rows, out.values.cols);
  slice.score = lstm::score(loss, out.values, y, N, d_y, metrics);
  return d_y;
}

}  // namespace lstm
