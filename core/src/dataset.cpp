#include "lstm/dataset.hpp"

#include <algorithm>

#include "lstm/error.hpp"

namespace lstm {

namespace {

// Tokens or classes are 0 ... bound - 1. `kind` and `where` name them in the error.
void check_tokens(const std::vector<Token>& tokens, const Shape& shape, Index bound,
                  const char* kind, const std::string& where) {
  const auto wrong = std::ranges::find_if(tokens, [=](Token t) { return t < 0 || t >= bound; });
  if (wrong == tokens.end()) return;
  const std::string range = *wrong < 0 ? " of 0 or more" : " below " + std::to_string(bound);
  require_range(false, "expected ", kind, range, " in ", where, ", got ", *wrong, " at ",
                position(shape, wrong - tokens.begin()));
}

// from [N, T, F], some samples -> to [T, B, F]
template <class Element>
void gather_time_major(const Element* from, std::span<const Index> samples, Index T, Index F,
                       Element* to) {
  const auto B = static_cast<Index>(samples.size());
  for (Index b = 0; b < B; ++b) {
    const Element* sample = from + samples[static_cast<std::size_t>(b)] * T * F;
    for (Index t = 0; t < T; ++t) std::copy_n(sample + t * F, F, to + (t * B + b) * F);
  }
}

std::string expected_shape(const Signature& in) {
  const std::string steps = in.time > 0 ? std::to_string(in.time) : "T";
  const std::string time = in.sequence ? ", " + steps : "";
  return in.tokens ? "[N, T] (tokens)" : "[N" + time + ", " + std::to_string(in.features) + "]";
}

}  // namespace

Inputs::Inputs(const Network& network, const Tensor& x) {
  check_size(x, "x");
  const Signature& in = network.input();
  const std::size_t axes = 1 + in.sequence + !in.tokens;
  const bool fits = x.shape.size() == axes && (in.tokens || x.shape.back() == in.features) &&
                    (in.time == 0 || x.shape[1] == in.time);
  require(fits, "expected x of shape ", expected_shape(in), " in ", network.input_name(), ", got ",
          x.shape);
  require(x.size() > 0, "expected at least one sample and one step in x, got shape ", x.shape);
  samples_ = x.shape[0];
  if (in.sequence) time_ = x.shape[1];
  if (in.tokens) {
    tokens_ = as_tokens(x, "x");
    check_tokens(tokens_, x.shape, in.features, "tokens", network.input_name());
  } else {
    features_ = in.features;
    values_ = as_values(x);
  }
}

Activations Inputs::gather(std::span<const Index> samples) {
  const auto B = static_cast<Index>(samples.size());
  if (!tokens_.empty()) {
    batch_tokens_.resize(static_cast<std::size_t>(time_ * B));
    gather_time_major(tokens_.data(), samples, time_, 1, batch_tokens_.data());
    return {time_, B, {}, batch_tokens_, {}};
  }
  const View values = batch_values_.view(time_ * B, features_);
  gather_time_major(values_.data(), samples, time_, features_, values.data);
  return {time_, B, values, {}, {}};
}

Dataset::Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y)
    : inputs_(network, x) {
  check_size(y, "y");
  const Signature out = network.output();
  const bool sparse = loss == LossKind::sparse_categorical_crossentropy;
  if (out.sequence) time_ = inputs_.time();
  if (!sparse) features_ = out.features;

  Shape expected{inputs_.size()};
  if (out.sequence) expected.push_back(time_);
  Shape with_axis = expected;
  with_axis.push_back(features_);
  const bool fits = y.shape == with_axis || (features_ == 1 && y.shape == expected);
  require(fits, "expected y of shape ", features_ == 1 ? expected : with_axis, ", got ", y.shape);

  if (sparse) {
    labels_ = as_tokens(y, "y");
    check_tokens(labels_, y.shape, out.features, "classes", "y");
  } else {
    values_ = as_values(y);
  }
}

Batch Dataset::gather(std::span<const Index> samples) {
  const auto B = static_cast<Index>(samples.size());
  const Activations x = inputs_.gather(samples);
  if (!labels_.empty()) {
    batch_labels_.resize(static_cast<std::size_t>(time_ * B));
    gather_time_major(labels_.data(), samples, time_, 1, batch_labels_.data());
    return {x, {{}, batch_labels_}};
  }
  const View values = batch_values_.view(time_ * B, features_);
  gather_time_major(values_.data(), samples, time_, features_, values.data);
  return {x, {values, {}}};
}

}  // namespace lstm
