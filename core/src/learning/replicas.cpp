#include "learning/replicas.hpp"

#include <algorithm>

#include "kernels/vectors.hpp"

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

Replicas::Slice::Slice(Network its, Random& stream)
    : network(std::move(its)),
      random(stream),
      read(network.inputs()),
      due(network.outputs()),
      x(network.inputs()),
      y(network.outputs()),
      d_y(network.outputs()),
      scores(network.outputs()) {}

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

Index Replicas::worthwhile_slices(std::span<const Activations> x) const {
  if (!pool_) return 1;
  Index rows = 0;
  for (const auto& its : x) rows = std::max(rows, its.time * its.batch);
  const double work = static_cast<double>(rows) * static_cast<double>(first().parameters().count());
  const Index most = std::min(pool_->threads(), x.front().batch / least_rows);
  return std::clamp(static_cast<Index>(work / least_work), Index{1}, std::max(most, Index{1}));
}

// The k-th part of a batch.
void Replicas::take(Slice& slice, Index k, const Batch& batch) const {
  const Share share = share_of(k, used_, batch.samples());
  slice.first = share.first;
  for (std::size_t n = 0; n < batch.x.size(); ++n) {
    const Activations& x = batch.x[n];
    auto& [tokens, mask, values] = slice.read[n];
    slice.x[n] = {x.time,
                  share.count,
                  share.of(x.values, values),
                  share.of(x.tokens, tokens),
                  {},
                  share.of(x.mask, mask),
                  share.of(x.lengths)};
  }
  for (std::size_t n = 0; n < batch.y.size(); ++n) {
    const Targets& y = batch.y[n];
    Due& due = slice.due[n];
    slice.y[n] = {share.of(y.values, due.values), share.of(y.labels, due.labels),
                  share.of(y.weights, due.weights), 0, share.of(y.counts)};
  }
}

// Calls work(slice, its part of the batch, its states) for every slice, each on a thread.
void Replicas::on_slices(const Batch& batch, States* states, Work work) {
  used_ = worthwhile_slices(batch.x);
  if (used_ == 1) return work(*slices_.front(), batch, states);

  while (static_cast<Index>(slices_.size()) < used_) {
    add_slice(first().replica());
  }
  pool_->run(used_, [&](Index k) {
    Slice& slice = *slices_[static_cast<std::size_t>(k)];
    take(slice, k, batch);
    const Batch part{slice.x, std::span(slice.y).first(batch.y.size())};
    if (!states) return work(slice, part, nullptr);
    const Share share = share_of(k, used_, batch.samples());
    slice.states.resize(states->size());
    for (std::size_t n = 0; n < states->size(); ++n) share.take((*states)[n], slice.states[n]);
    work(slice, part, &slice.states);
  });
  if (!states) return;
  for (Index k = 0; k < used_; ++k) {
    const Share share = share_of(k, used_, batch.samples());
    const States& mine = slices_[static_cast<std::size_t>(k)]->states;
    for (std::size_t n = 0; n < states->size(); ++n) share.put(mine[n], (*states)[n]);
  }
}

std::span<const View> Replicas::infer(std::span<const Activations> x, States* states) {
  const Index B = x.front().batch;
  until_.assign(first().outputs(), Network::Until::head);
  y_buffers_.resize(until_.size());
  y_.clear();
  for (std::size_t k = 0; k < until_.size(); ++k) {
    y_.push_back(y_buffers_[k].view(first().rows(k, x), first().output(k).features));
  }
  on_slices({x, {}}, states, [&](Slice& slice, const Batch& part, States* its) {
    const Share share{B, slice.first, part.samples()};
    const auto all = slice.network.forward(part.x, its, until_);
    for (std::size_t k = 0; k < all.size(); ++k) {
      const ConstView y = all[k].values;
      share.put(y.data, y.rows / share.count, y.cols, y_[k].data);
    }
  });
  return y_;
}

void Replicas::set_goals(Goals goals) {
  goals_ = std::move(goals);
  scores_ = Scores(goals_.weights);
}

void Replicas::begin(const Batch& batch) {
  until_.clear();
  N_.clear();
  for (std::size_t k = 0; k < goals_.losses.size(); ++k) {
    until_.push_back(scored_until(goals_.losses[k]));
    const bool whole = goals_.losses[k] == LossKind::ctc;
    N_.push_back(static_cast<double>(whole ? batch.samples() : first().unmasked_rows(batch.x, k)));
  }
}

const Scores& Replicas::sum_of_scores() {
  scores_.clear();
  for (Index n = 0; n < used_; ++n) {
    const Slice& slice = *slices_[static_cast<std::size_t>(n)];
    for (std::size_t k = 0; k < slice.scores.size(); ++k) scores_.each()[k] += slice.scores[k];
  }
  return scores_;
}

const Scores& Replicas::score(const Batch& batch, States* states) {
  begin(batch);
  on_slices(batch, states, [&](Slice& slice, const Batch& part, States* its) {
    forward_and_score(slice, part, its, nullptr);
  });
  return sum_of_scores();
}

const Scores& Replicas::train(const Batch& batch, States* states) {
  begin(batch);
  on_slices(batch, states, [&](Slice& slice, const Batch& part, States* its) {
    forward_and_score(slice, part, its, &slice.random);
    slice.network.zero_gradients();
    slice.network.backward(slice.d_y);
  });
  for (Index k = 1; k < used_; ++k)
    first().add_gradients(slices_[static_cast<std::size_t>(k)]->network);
  return sum_of_scores();
}

void Replicas::learned() {
  for (Index k = 0; k < used_; ++k) slices_[static_cast<std::size_t>(k)]->network.learned();
}

// Leaves the gradient of the loss of the whole batch by the part's outputs in d_y. Masked rows
// weigh 0.
void Replicas::forward_and_score(Slice& slice, const Batch& part, States* states, Random* random) {
  const auto all = slice.network.forward(part.x, states, until_, random);
  for (std::size_t k = 0; k < all.size(); ++k) {
    const auto& [time, batch, values, tokens, table, mask, lengths] = all[k];
    Targets y = part.y[k];
    Due& due = slice.due[k];
    if (!mask.empty()) {
      const View weights = due.masked_weights.view(1, values.rows);
      for (Index n = 0; n < weights.cols; ++n) {
        const auto row = static_cast<std::size_t>(n);
        weights.data[n] = !mask[row] ? 0.0f : y.weights.empty() ? 1.0f : y.weights[row];
      }
      y.weights = {weights.data, mask.size()};
      y.masked = static_cast<Index>(std::ranges::count(mask, Flag{0}));
    }
    const View d_y = slice.d_y[k] = due.d_y.view(values.rows, values.cols);
    slice.scores[k] =
        lstm::score(goals_.losses[k], values, y, N_[k], d_y, goals_.metrics, due.scratch);
    if (goals_.weights[k] != 1) kernels::scale(goals_.weights[k], d_y.data, d_y.size());
  }
}

}  // namespace lstm
