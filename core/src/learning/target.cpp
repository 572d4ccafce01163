#include "lstm/target.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "kernels/ctc.hpp"
#include "learning/checks.hpp"
#include "learning/deviation.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// Rows [F] of sequences -> as `to` has their steps; others in the place of those that are not
// there.
template <class Element>
std::vector<Element> realigned(std::vector<Element> rows, const Steps& from, const Steps& to,
                               Index F, Element other = {}) {
  if (!from.ragged() && !to.ragged()) return rows;
  std::vector<Element> result(static_cast<std::size_t>(to.total() * F), other);
  for (Index n = 0; n < to.count(); ++n) {
    std::copy_n(rows.begin() + from.begin(n) * F, std::min(from.length(n), to.length(n)) * F,
                result.begin() + to.begin(n) * F);
  }
  return result;
}

// A weight for each step.
std::vector<float> step_weights(const Steps& steps, bool sequence, const Tensor& given) {
  const char* name = "sampleWeight";
  check_size(given, name);
  const Shape one_each{steps.count()}, each_step{steps.count(), sequence ? steps.longest() : 1};
  const bool by_step = given.shape == each_step && (sequence || !given.ragged());
  const bool fits = by_step || given.shape == one_each;
  require(fits || sequence, "expected ", name, " of shape ", one_each, ", got ", given.shape);
  require(fits, "expected ", name, " of shape ", one_each, " or ", each_step, ", got ",
          given.shape);
  std::vector<float> weights = as_values(given);
  check_finite(weights, given, {}, name);
  if (by_step) return realigned(std::move(weights), Steps(given), steps, 1, 1.0f);
  std::vector<float> repeated;
  for (Index n = 0; n < steps.count(); ++n) {
    repeated.insert(repeated.end(), static_cast<std::size_t>(steps.length(n)),
                    weights[static_cast<std::size_t>(n)]);
  }
  return repeated;
}

// Every step that counts must be given.
void check_lengths(const char* what, const Tensor& given, const Steps& steps, Counts counts) {
  if (!given.ragged()) return;
  const Steps its(given);
  for (Index n = 0; n < steps.count(); ++n) {
    const Index L = steps.length(n), got = its.length(n);
    const auto first = counts.begin() + steps.begin(n);
    const bool lacks =
        got < L && std::any_of(first + got, first + L, [](Flag flag) { return flag != 0; });
    require(got <= L && !lacks, "expected ", L, " steps in ", what, " at [", n, "], as in x, got ",
            got);
  }
}

}  // namespace

Target::Target(const Network& network, std::size_t k, std::span<const Steps> inputs,
               const Tensor* sample_weight)
    : k_(k), steps_(steps_in(network.output_slot(k), inputs)) {
  if (sample_weight) weights_ = step_weights(steps_, network.output(k).sequence, *sample_weight);
}

std::vector<Flag> Target::weighing(Index samples) const {
  std::vector<Flag> flags;
  for (Index n = 0; !weights_.empty() && n < samples; ++n) {
    const auto first = weights_.begin() + steps_.begin(n);
    flags.push_back(std::any_of(first, first + steps_.length(n), [](float w) { return w != 0; }));
  }
  return flags;
}

void Target::set(const Network& network, const Inputs& inputs, LossKind loss, const Tensor& y,
                 const Tensor* sample_weight) {
  const Signature& out = network.output(k_);
  const bool ctc = loss == LossKind::ctc;
  check_size(y, "y", ctc ? 0 : 1);
  if (ctc) {
    const bool each = !sample_weight || sample_weight->shape.size() == 1;
    require(each, "expected sampleWeight of shape [", steps_.count(), "] for loss 'ctc'");
    return set_lists(network, inputs, y);
  }
  if (!takes_labels(loss)) features_ = out.features;
  numbers_ = !takes_logits(loss);

  Shape expected{steps_.count()};
  if (out.sequence) expected.push_back(steps_.longest());
  Shape with_axis = expected;
  const Shape row = features_ == 1 ? Shape{1} : row_axes(out);
  with_axis.insert(with_axis.end(), row.begin(), row.end());
  const bool fits = (y.shape == with_axis || (features_ == 1 && y.shape == expected)) &&
                    (out.sequence || !y.ragged());
  require(fits, "expected y of shape ", features_ == 1 ? expected : with_axis, ", got ", y.shape,
          y.ragged() ? " of unequal lengths" : "");
  const std::vector<Flag> counts = counted(network, inputs, steps_.count());
  check_lengths("y", y, steps_, counts);
  if (sample_weight) check_lengths("sampleWeight", *sample_weight, steps_, counts);
  const Steps given = out.sequence ? Steps(y) : steps_;
  set_values(loss, y, given, realigned(counts, steps_, given, 1), out.features);
}

void Target::set_lists(const Network& network, const Inputs& inputs, const Tensor& y) {
  const Index N = steps_.count();
  require(y.shape.size() == 2 && y.shape[0] == N, "expected y of shape [", N,
          ", labels] for loss 'ctc', got ", y.shape);
  const Steps& lists = lists_.emplace(y);
  const std::vector<Flag> weigh = weighing(), counts = counted(network, inputs, N);
  std::vector<Flag> own(weigh.empty() ? 0 : static_cast<std::size_t>(lists.total()));
  for (Index n = 0; n < N && !weigh.empty(); ++n) {
    std::fill_n(own.begin() + lists.begin(n), lists.length(n), weigh[static_cast<std::size_t>(n)]);
  }
  labels_ = as_tokens(y, "y", own);
  check_tokens(labels_, y, own, network.output(k_).features - 1, "labels", "y");
  for (Index n = 0; n < N; ++n) {
    if (!weigh.empty() && !weigh[static_cast<std::size_t>(n)]) continue;
    const auto first = counts.begin() + steps_.begin(n);
    const auto T = std::count(first, first + steps_.length(n), Flag{1});
    const Index L = lists.length(n);
    const Index least = kernels::least_rows(labels_.data() + lists.begin(n), 1, L);
    require(T >= std::max(least, Index{1}), "expected at least ", least, " steps for the ", L,
            " labels of y at [", n, "] (a blank stands between two that are the same), got ", T);
  }
}

void Target::set_values(LossKind loss, const Tensor& y, const Steps& given,
                        const std::vector<Flag>& own, Index classes) {
  if (takes_labels(loss)) {
    labels_ = as_tokens(y, "y", own);
    check_tokens(labels_, y, own, classes, "classes", "y");
    labels_ = realigned(std::move(labels_), given, steps_, 1);
  } else {
    values_ = as_values(y);
    check_targets(loss, values_, y, own, features_);
    values_ = realigned(std::move(values_), given, steps_, features_);
  }
}

// Which steps of the first so many samples count: they weigh something, and are no padding.
std::vector<Flag> Target::counted(const Network& network, const Inputs& inputs,
                                  Index samples) const {
  std::vector<Flag> counts(static_cast<std::size_t>(steps_.begin(samples)), 1);
  for (std::size_t n = 0; !weights_.empty() && n < counts.size(); ++n) counts[n] = weights_[n] != 0;
  for (const auto& [input, reader, turned] : network.origin(k_).masks) {
    const Input& its = inputs.each()[input];
    const std::vector<Flag> unmasked = its.unmasked(reader, samples);
    for (Index n = 0; n < samples; ++n) {
      const Index first = its.steps().begin(n), L = its.steps().length(n);
      for (Index t = 0; t < steps_.length(n); ++t) {
        const Index read = first + (turned ? L - 1 - t : t);
        const bool counts_there = t < L && unmasked[static_cast<std::size_t>(read)];
        if (!counts_there) counts[static_cast<std::size_t>(steps_.begin(n) + t)] = 0;
      }
    }
  }
  return counts;
}

std::span<const float> Target::gather_weights(std::span<const Index> samples, Index T) {
  if (weights_.empty()) return {};
  const View weights = batch_weights_.view(T * static_cast<Index>(samples.size()), 1);
  steps_.gather_time_major(weights_.data(), samples, T, 1, weights.data);
  return {weights.data, static_cast<std::size_t>(weights.size())};
}

Targets Target::gather(std::span<const Index> samples) {
  const Index T = steps_.longest(samples);
  if (lists_) return gather_lists(samples, T);
  const Index rows = T * static_cast<Index>(samples.size());
  if (!labels_.empty()) {
    batch_labels_.resize(static_cast<std::size_t>(rows));
    steps_.gather_time_major(labels_.data(), samples, T, 1, batch_labels_.data());
    return {{}, batch_labels_, gather_weights(samples, T)};
  }
  const View values = batch_values_.view(rows, features_);
  steps_.gather_time_major(values_.data(), samples, T, features_, values.data);
  return {values, {}, gather_weights(samples, T)};
}

Targets Target::gather_lists(std::span<const Index> samples, Index T) {
  const Index L = lists_->longest(samples);
  batch_labels_.resize(static_cast<std::size_t>(L) * samples.size());
  lists_->gather_time_major(labels_.data(), samples, L, 1, batch_labels_.data());
  batch_counts_.clear();
  for (const Index n : samples) batch_counts_.push_back(lists_->length(n));
  return {{}, batch_labels_, gather_weights(samples, T), 0, batch_counts_};
}

double Target::deviation(const Network& network, const Inputs& inputs, Index samples) const {
  if (!numbers_) return 0;
  const auto size = static_cast<std::size_t>(steps_.begin(samples) * features_);
  return lstm::deviation(std::span(values_).first(size), features_,
                         counted(network, inputs, samples));
}

}  // namespace lstm
