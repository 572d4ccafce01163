#include "lstm/dataset.hpp"

#include <algorithm>
#include <cmath>

#include "checks.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

Steps target_steps(const Network& network, const Tensor& x) {
  check_input_shape(network, x);
  return network.output().sequence ? Steps(x) : Steps(x.shape[0], 1);
}

[[noreturn]] void refuse_length(const char* what, Index n, Index expected, Index got) {
  detail::refuse({"expected ", expected, " steps in ", what, " at [", n, "], as in x, got ", got});
}

// Rows [F] of sequences -> as `to` has their steps; zeros for those that are not there.
template <class Element>
std::vector<Element> realigned(std::vector<Element> rows, const Steps& from, const Steps& to,
                               Index F) {
  if (!from.ragged() && !to.ragged()) return rows;
  std::vector<Element> result(static_cast<std::size_t>(to.total() * F));
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
  const Steps from = by_step ? Steps(given) : Steps(steps.count(), 1);
  for (Index n = 0; given.ragged() && n < steps.count(); ++n) {
    if (from.length(n) != steps.length(n)) {
      refuse_length(name, n, steps.length(n), from.length(n));
    }
  }
  if (by_step) return realigned(std::move(weights), from, steps, 1);
  std::vector<float> repeated;
  for (Index n = 0; n < steps.count(); ++n) {
    repeated.insert(repeated.end(), static_cast<std::size_t>(steps.length(n)),
                    weights[static_cast<std::size_t>(n)]);
  }
  return repeated;
}

// Which samples weigh anything; empty: all.
std::vector<Flag> weighing(const std::vector<float>& weights, const Steps& steps) {
  std::vector<Flag> samples;
  for (Index n = 0; !weights.empty() && n < steps.count(); ++n) {
    const auto first = weights.begin() + steps.begin(n);
    samples.push_back(std::any_of(first, first + steps.length(n), [](float w) { return w != 0; }));
  }
  return samples;
}

// Every step that counts must have a target.
void check_lengths(const Steps& targets, const Steps& steps, Counts counts) {
  for (Index n = 0; n < steps.count(); ++n) {
    const Index L = steps.length(n), given = targets.length(n);
    const auto first = counts.begin() + steps.begin(n);
    if (given > L || std::any_of(first + given, first + L, [](Flag flag) { return flag != 0; })) {
      refuse_length("y", n, L, given);
    }
  }
}

double deviation(std::span<const float> values) {
  const auto count = static_cast<double>(values.size());
  double sum = 0, squares = 0;
  for (const float value : values) sum += value;
  for (const float value : values) squares += (value - sum / count) * (value - sum / count);
  return values.empty() ? 0 : std::sqrt(squares / count);
}

}  // namespace

Dataset::Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y,
                 const Tensor* sample_weight)
    : steps_(target_steps(network, x)),
      weights_(sample_weight ? step_weights(steps_, network, x, *sample_weight)
                             : std::vector<float>{}),
      inputs_(network, x, weighing(weights_, steps_)),
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
  set_targets(network, loss, y);
}

void Dataset::set_targets(const Network& network, LossKind loss, const Tensor& y) {
  const Signature out = network.output();
  const std::vector<Flag> counts = counted(network);
  const Steps given = out.sequence ? Steps(y) : steps_;
  if (y.ragged()) check_lengths(given, steps_, counts);
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

// Which steps of the targets count: they weigh something, and are no padding.
std::vector<Flag> Dataset::counted(const Network& network) const {
  std::vector<Flag> counts(static_cast<std::size_t>(steps_.total()), 1);
  for (std::size_t n = 0; n < weights_.size(); ++n) counts[n] = weights_[n] != 0;
  if (!network.output().sequence) return counts;
  const std::vector<Flag> unmasked = inputs_.unmasked(network);
  for (Index n = 0; n < steps_.count(); ++n) {
    const Index first = steps_.begin(n), L = steps_.length(n);
    for (Index t = 0; t < L; ++t) {
      const Index read = first + (network.turns() ? L - 1 - t : t);
      if (!unmasked[static_cast<std::size_t>(read)])
        counts[static_cast<std::size_t>(first + t)] = 0;
    }
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

std::string Dataset::unscaled(Index samples) const {
  constexpr double most = 50;
  const auto count = steps_.begin(std::min(samples, size())) * features_;
  const double of_x = deviation(inputs_.values_of_first(samples));
  const double of_y =
      numbers_ ? deviation(std::span(values_).first(static_cast<std::size_t>(count))) : 0;
  if (of_x <= most && of_y <= most) return {};
  const bool inputs = of_x > most;
  return message("the standard deviation of ", inputs ? "x" : "y", " is ", inputs ? of_x : of_y,
                 " in the first batch, and networks learn badly from more than ", most,
                 ": scale the data and the answers back, as the recipe forecast.md does");
}

}  // namespace lstm
