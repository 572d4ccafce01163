#include "lstm/dataset.hpp"

#include <algorithm>
#include <cmath>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "learning/checks.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

Steps target_steps(const Network& network, const Steps& inputs) {
  return network.output().sequence ? inputs : Steps(inputs.count(), 1);
}

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
std::vector<float> step_weights(const Steps& steps, const Network& network, const Tensor& x,
                                const Tensor& given) {
  const char* name = "sampleWeight";
  check_size(given, name);
  const bool sequence = network.output().sequence;
  const Shape one_each{steps.count()}, each_step{steps.count(), sequence ? x.shape[1] : 1};
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

// Which of the first so many samples weigh anything; empty: all.
std::vector<Flag> weighing(const std::vector<float>& weights, const Steps& steps, Index samples) {
  std::vector<Flag> flags;
  for (Index n = 0; !weights.empty() && n < samples; ++n) {
    const auto first = weights.begin() + steps.begin(n);
    flags.push_back(std::any_of(first, first + steps.length(n), [](float w) { return w != 0; }));
  }
  return flags;
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

// Of the numbers in the rows [F] that count.
double deviation(std::span<const float> values, Index F, Counts counts) {
  const auto row = static_cast<std::size_t>(F);
  double count = 0, sum = 0, squares = 0;
  const auto over_counted = [&](auto use) {
    for (std::size_t n = 0; n < values.size(); ++n) {
      if (counts[n / row]) use(values[n]);
    }
  };
  over_counted([&](float value) { ++count, sum += value; });
  const double mean = count > 0 ? sum / count : 0;
  over_counted([&](float value) { squares += (value - mean) * (value - mean); });
  return count > 0 ? std::sqrt(squares / count) : 0;
}

}  // namespace

Dataset::Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y,
                 const Tensor* sample_weight)
    : Dataset(network, loss, x, y, sample_weight, input_steps(network, x)) {}

Dataset::Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y,
                 const Tensor* sample_weight, Steps inputs)
    : steps_(target_steps(network, inputs)),
      weights_(sample_weight ? step_weights(steps_, network, x, *sample_weight)
                             : std::vector<float>{}),
      inputs_(network, x, std::move(inputs), weighing(weights_, steps_, steps_.count())),
      numbers_(!takes_logits(loss)) {
  const Signature out = network.output();
  const bool sparse = loss == LossKind::sparse_categorical_crossentropy;
  if (!sparse) features_ = out.features;

  check_size(y, "y");
  Shape expected{inputs_.size()};
  if (out.sequence) expected.push_back(x.shape[1]);
  Shape with_axis = expected;
  with_axis.push_back(features_);
  const bool fits = (y.shape == with_axis || (features_ == 1 && y.shape == expected)) &&
                    (out.sequence || !y.ragged());
  require(fits, "expected y of shape ", features_ == 1 ? expected : with_axis, ", got ", y.shape,
          y.ragged() ? " of unequal lengths" : "");
  const std::vector<Flag> counts = counted(network, size());
  check_lengths("y", y, steps_, counts);
  if (sample_weight) check_lengths("sampleWeight", *sample_weight, steps_, counts);
  set_targets(network, loss, y, counts);
}

void Dataset::set_targets(const Network& network, LossKind loss, const Tensor& y,
                          const std::vector<Flag>& counts) {
  const Signature out = network.output();
  const Steps given = out.sequence ? Steps(y) : steps_;
  const std::vector<Flag> own = realigned(counts, steps_, given, 1);
  if (loss == LossKind::sparse_categorical_crossentropy) {
    labels_ = as_tokens(y, "y", own);
    check_tokens(labels_, y, own, out.features, "classes", "y");
    labels_ = realigned(std::move(labels_), given, steps_, 1);
  } else {
    values_ = as_values(y);
    check_targets(loss, values_, y, own, features_);
    values_ = realigned(std::move(values_), given, steps_, features_);
  }
}

// Which steps of the first so many targets count: they weigh something, and are no padding.
std::vector<Flag> Dataset::counted(const Network& network, Index samples) const {
  std::vector<Flag> counts(static_cast<std::size_t>(steps_.begin(samples)), 1);
  for (std::size_t n = 0; !weights_.empty() && n < counts.size(); ++n) counts[n] = weights_[n] != 0;
  if (!network.output().sequence) return counts;
  const std::vector<Flag> unmasked = inputs_.unmasked(network, samples);
  for (Index n = 0; n < samples; ++n) {
    const Index first = steps_.begin(n), L = steps_.length(n);
    for (Index t = 0; t < L; ++t) {
      const Index read = first + (network.turns() ? L - 1 - t : t);
      if (!unmasked[static_cast<std::size_t>(read)])
        counts[static_cast<std::size_t>(first + t)] = 0;
    }
  }
  return counts;
}

// The same of the steps of x, of samples that weigh anything.
std::vector<Flag> Dataset::inputs_that_count(const Network& network, Index samples) const {
  std::vector<Flag> counts = inputs_.unmasked(network, samples);
  const std::vector<Flag> weigh = weighing(weights_, steps_, samples);
  const Steps& steps = inputs_.steps();
  for (Index n = 0; !weigh.empty() && n < samples; ++n) {
    if (weigh[static_cast<std::size_t>(n)]) continue;
    std::fill_n(counts.begin() + steps.begin(n), steps.length(n), Flag{0});
  }
  return counts;
}

std::span<const float> Dataset::gather_weights(std::span<const Index> samples, Index T) {
  if (weights_.empty()) return {};
  const View weights = batch_weights_.view(T * static_cast<Index>(samples.size()), 1);
  steps_.gather_time_major(weights_.data(), samples, T, 1, weights.data);
  return {weights.data, static_cast<std::size_t>(weights.size())};
}

Batch Dataset::gather(std::span<const Index> samples) {
  const Activations x = inputs_.gather(samples);
  const Index T = steps_.longest(samples);
  if (!labels_.empty()) {
    batch_labels_.resize(static_cast<std::size_t>(T * x.batch));
    steps_.gather_time_major(labels_.data(), samples, T, 1, batch_labels_.data());
    return {x, {{}, batch_labels_, gather_weights(samples, T)}};
  }
  const View values = batch_values_.view(T * x.batch, features_);
  steps_.gather_time_major(values_.data(), samples, T, features_, values.data);
  return {x, {values, {}, gather_weights(samples, T)}};
}

std::string Dataset::unscaled(const Network& network, Index samples) const {
  constexpr double most = 50;
  const Index some = std::min(samples, size());
  const double of_x = deviation(inputs_.values_of_first(some), inputs_.features(),
                                inputs_that_count(network, some));
  double of_y = 0;
  if (numbers_) {
    const auto size = static_cast<std::size_t>(steps_.begin(some) * features_);
    of_y = deviation(std::span(values_).first(size), features_, counted(network, some));
  }
  if (of_x <= most && of_y <= most) return {};
  const bool inputs = of_x > most;
  return message("the standard deviation of ", inputs ? "x" : "y", " is ", inputs ? of_x : of_y,
                 " in the first batch, and networks learn badly from more than ", most,
                 ": scale the data and the answers back, as the recipe forecast.md does");
}

}  // namespace lstm
