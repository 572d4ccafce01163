#include "lstm/input.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "learning/checks.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// A token has no axes.
Shape row_of(const Signature& in) { return in.tokens ? Shape{} : row_axes(in); }

std::string expected_shape(const Signature& in) {
  std::string text = "[N";
  if (in.sequence) text += ", " + (in.time > 0 ? std::to_string(in.time) : "T");
  for (const Index axis : row_of(in)) text += ", " + std::to_string(axis);
  return text + (in.tokens ? "] (tokens)" : "]");
}

// Of x, but for the number of samples.
bool fits(const Signature& in, const Shape& x) {
  const Shape row = row_of(in);
  if (x.size() != 1 + in.sequence + row.size()) return false;
  if (in.time > 0 && x[1] != in.time) return false;
  return std::equal(row.begin(), row.end(), x.end() - static_cast<Index>(row.size()));
}

// A flag a sample -> one for each of its rows, or none where all count.
std::vector<Flag> by_step(Counts samples, const Steps& steps) {
  std::vector<Flag> rows;
  for (std::size_t n = 0; n < samples.size(); ++n) {
    rows.insert(rows.end(), static_cast<std::size_t>(steps.length(static_cast<Index>(n))),
                samples[n]);
  }
  return rows;
}

}  // namespace

Steps input_steps(const Network& network, std::size_t k, const Tensor& x) {
  check_size(x, "x");
  const Signature& in = network.input(k);
  const std::string& name = network.input_name(k);
  require(fits(in, x.shape) && (in.sequence || !x.ragged()), "expected x of shape ",
          expected_shape(in), " in ", name, ", got ", x.shape,
          x.ragged() ? " of unequal lengths" : "");
  require(x.size() > 0, "expected at least one sample and one step in x, got shape ", x.shape);
  for (std::size_t n = 0; in.time > 0 && n < x.lengths.size(); ++n) {
    require(x.lengths[n] == in.time, "expected ", in.time, " steps in ", name, ", got ",
            x.lengths[n], " at [", n, "] of x");
  }
  return in.sequence ? Steps(x) : Steps(x.shape[0], 1);
}

Input::Input(const Network& network, std::size_t k, const Tensor& x, Steps steps, Counts counts)
    : steps_(std::move(steps)) {
  const Signature& in = network.input(k);
  const auto rows = by_step(counts, steps_);
  if (in.tokens) {
    tokens_ = as_tokens(x, "x", rows);
    check_tokens(tokens_, x, rows, in.features, "tokens", network.input_name(k));
  } else {
    features_ = in.features;
    values_ = as_values(x);
    check_finite(values_, x, rows, "x");
  }
}

std::vector<Flag> Input::unmasked(const Layer* reader, Index samples) const {
  const Index rows = steps_.begin(samples);
  std::vector<Flag> flags(static_cast<std::size_t>(rows), 1);
  const ConstView values{values_.data(), values_.empty() ? 0 : rows, features_};
  const auto tokens = std::span(tokens_).first(tokens_.empty() ? 0 : flags.size());
  if (reader) reader->mask_out({rows, 1, values, tokens, {}}, flags);
  return flags;
}

std::span<const float> Input::values_of_first(Index samples) const {
  if (values_.empty()) return {};
  return std::span(values_).first(static_cast<std::size_t>(steps_.begin(samples) * features_));
}

Activations Input::gather(std::span<const Index> samples) {
  const Index T = steps_.longest(samples);
  Activations x{T, static_cast<Index>(samples.size()), {}, {}, {}};
  if (!tokens_.empty()) {
    batch_tokens_.resize(static_cast<std::size_t>(T * x.batch));
    steps_.gather_time_major(tokens_.data(), samples, T, 1, batch_tokens_.data());
    x.tokens = batch_tokens_;
  } else {
    const View values = batch_values_.view(T * x.batch, features_);
    steps_.gather_time_major(values_.data(), samples, T, features_, values.data);
    x.values = values;
  }
  mask(samples, x);
  return x;
}

// What is shorter than the batch's longest ends in padding.
void Input::mask(std::span<const Index> samples, Activations& x) {
  if (!steps_.ragged()) return;
  batch_lengths_.clear();
  for (const Index n : samples) batch_lengths_.push_back(steps_.length(n));
  if (std::ranges::count(batch_lengths_, x.time) == x.batch) return;
  mask_by(batch_lengths_, x.time, batch_mask_);
  x.lengths = batch_lengths_;
  x.mask = batch_mask_;
}

}  // namespace lstm
