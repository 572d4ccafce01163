#include "lstm/dataset.hpp"

#include <algorithm>
#include <cmath>

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

void check_finite(const std::vector<float>& values, const Shape& shape, const char* what) {
  const auto wrong = std::ranges::find_if(values, [](float x) { return !std::isfinite(x); });
  if (wrong == values.end()) return;
  require(false, "expected finite numbers in ", what, ", got ", *wrong, " at ",
          position(shape, wrong - values.begin()));
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

// The class of every row.
std::vector<Token> classes_of(LossKind loss, const Tensor& y) {
  if (loss == LossKind::sparse_categorical_crossentropy) return as_tokens(y, "y");
  const std::vector<float> values = as_values(y);
  std::vector<Token> classes;
  if (loss == LossKind::binary_crossentropy) {
    for (const float value : values) classes.push_back(value > 0.5f);
    return classes;
  }
  const Index K = y.shape.back();
  for (auto row = values.begin(); row != values.end(); row += K) {
    classes.push_back(static_cast<Token>(std::max_element(row, row + K) - row));
  }
  return classes;
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

Dataset::Dataset(const Network& network, LossKind loss, const Tensor& x, const Tensor& y,
                 const Tensor* sample_weight)
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
  if (sample_weight) set_weights(*sample_weight, out.sequence);
}

void Dataset::set_weights(const Tensor& sample_weight, bool sequence) {
  const char* name = "sampleWeight";
  check_size(sample_weight, name);
  const Shape one_each{inputs_.size()}, each_step{inputs_.size(), time_};
  const bool by_step = sample_weight.shape == each_step;
  const bool fits = by_step || sample_weight.shape == one_each;
  require(fits || sequence, "expected ", name, " of shape ", one_each, ", got ",
          sample_weight.shape);
  require(fits, "expected ", name, " of shape ", one_each, " or ", each_step, ", got ",
          sample_weight.shape);
  weights_ = as_values(sample_weight);
  check_finite(weights_, sample_weight.shape, name);
  if (by_step) return;
  std::vector<float> repeated;
  for (const float weight : weights_) {
    repeated.insert(repeated.end(), static_cast<std::size_t>(time_), weight);
  }
  weights_ = std::move(repeated);
}

std::span<const float> Dataset::gather_weights(std::span<const Index> samples) {
  if (weights_.empty()) return {};
  const View weights = batch_weights_.view(time_ * static_cast<Index>(samples.size()), 1);
  gather_time_major(weights_.data(), samples, time_, 1, weights.data);
  return {weights.data, static_cast<std::size_t>(weights.size())};
}

Batch Dataset::gather(std::span<const Index> samples) {
  const auto B = static_cast<Index>(samples.size());
  const Activations x = inputs_.gather(samples);
  if (!labels_.empty()) {
    batch_labels_.resize(static_cast<std::size_t>(time_ * B));
    gather_time_major(labels_.data(), samples, time_, 1, batch_labels_.data());
    return {x, {{}, batch_labels_, gather_weights(samples)}};
  }
  const View values = batch_values_.view(time_ * B, features_);
  gather_time_major(values_.data(), samples, time_, features_, values.data);
  return {x, {values, {}, gather_weights(samples)}};
}

Tensor class_weights(LossKind loss, const Tensor& y, const std::map<Token, float>& weight_of) {
  require(takes_logits(loss), "expected a cross-entropy loss for classWeight, got '", name_of(loss),
          "'");
  check_size(y, "y");
  for (const auto& [label, weight] : weight_of) {
    require(label >= 0, "expected classes of 0 or more in classWeight, got ", label);
    require(std::isfinite(weight), "expected finite weights in classWeight, got ", weight,
            " of class ", label);
  }
  const bool categorical = loss == LossKind::categorical_crossentropy;
  const bool row_axis = categorical || y.shape.size() == 3;  // [N, (T,) K], or [N, T, 1]
  require(
      y.shape.size() >= (categorical ? 2 : 1) && (categorical || !row_axis || y.shape.back() == 1),
      "expected one class a row in y for classWeight, got shape ", y.shape);
  Tensor result{y.shape, std::vector<float>{}};
  if (row_axis) result.shape.pop_back();
  auto& weights = std::get<std::vector<float>>(result.data);
  for (const Token label : classes_of(loss, y)) {
    const auto found = weight_of.find(label);
    weights.push_back(found == weight_of.end() ? 1.0f : found->second);
  }
  return result;
}

}  // namespace lstm
