// A model's stream beside its predictions of all that the stream has read.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "graph/network.hpp"
#include "lstm/prediction.hpp"
#include "lstm/stream.hpp"
#include "normals.hpp"
#include "random_tokens.hpp"

// Sequences [B, T, ...] of every input.
inline std::vector<lstm::Tensor> random_inputs(const lstm::Network& network, lstm::Index B,
                                               lstm::Index T) {
  std::vector<lstm::Tensor> all;
  for (std::size_t k = 0; k < network.inputs(); ++k) {
    const lstm::Signature& in = network.input(k);
    if (in.tokens) {
      all.push_back({{B, T}, random_tokens(B * T, in.features, 7 + k)});
    } else {
      lstm::Shape shape{B, T};
      shape.insert(shape.end(), in.axes.begin(), in.axes.end());
      if (in.axes.empty()) shape.push_back(in.features);
      all.push_back(normals(shape, 7 + k));
    }
  }
  return all;
}

// So that no bias is zero.
inline void shake(lstm::Sequential& model) {
  lstm::Random random(5);
  for (float& value : model.parameters().values()) value += 0.1f * std::abs(random.normal());
}

class Streamed {
 public:
  Streamed(lstm::Sequential& model, std::vector<lstm::Tensor> x)
      : model_(model), x_(std::move(x)), last_(model.network().outputs()) {}

  lstm::Index batch() const { return x_.front().shape[0]; }
  lstm::Index steps() const { return x_.front().shape[1]; }

  // Of step t, to where a stream reads it.
  void write(lstm::Index t, std::span<const lstm::View> to) const {
    for (std::size_t k = 0; k < to.size(); ++k) {
      const std::vector<float> all = lstm::as_values(x_[k]);
      for (lstm::Index b = 0; b < batch(); ++b) {
        std::copy_n(all.data() + (b * steps() + t) * to[k].cols, to[k].cols, to[k].row(b));
      }
    }
  }

  // What comes of step t is what a prediction of all up to there ends with.
  void check(lstm::Index t, std::span<const lstm::ConstView> y) {
    const auto whole = predicted(t + 1);
    CHECK(y.size() == last_.size());
    for (std::size_t k = 0; k < y.size(); ++k) {
      CAPTURE(t);
      CAPTURE(k);
      check_end(whole.empty() ? nullptr : &whole[k], y[k], last_[k]);
      if (!whole.empty()) last_[k] = whole[k];
    }
  }

 private:
  // Of the first steps; none where they are too few.
  std::vector<lstm::Tensor> predicted(lstm::Index steps) {
    std::vector<lstm::Tensor> first;
    for (const lstm::Tensor& x : x_) first.push_back(cut(x, steps));
    std::vector<const lstm::Tensor*> places;
    for (const lstm::Tensor& x : first) places.push_back(&x);
    model_.reset_states();
    try {
      lstm::Prediction prediction(model_, model_.inputs(places), batch());
      while (prediction.step()) {
      }
      return std::move(prediction).results();
    } catch (const std::invalid_argument&) {
      return {};
    }
  }

  static lstm::Tensor cut(lstm::Tensor x, lstm::Index steps) {
    const lstm::Index B = x.shape[0], T = x.shape[1];
    const auto keep = [&](auto& all) {
      const lstm::Index row = static_cast<lstm::Index>(all.size()) / (B * T);
      for (lstm::Index b = 1; b < B; ++b) {  // each to where the one before it ends
        std::copy_n(all.begin() + b * T * row, steps * row, all.begin() + b * steps * row);
      }
      all.resize(static_cast<std::size_t>(B * steps * row));
    };
    std::visit(keep, x.data);
    x.shape[1] = steps;
    return x;
  }

  // Something new has come, or all is as it was.
  void check_end(const lstm::Tensor* whole, lstm::ConstView y,
                 const std::optional<lstm::Tensor>& before) const {
    if (y.size() == 0) {
      CHECK((!whole || (before && whole->data == before->data)));
      return;
    }
    REQUIRE(whole);
    const auto& values = std::get<std::vector<float>>(whole->data);
    if (before && whole->shape.size() > 2) CHECK(whole->shape[1] > before->shape[1]);
    const auto sample = static_cast<lstm::Index>(values.size()) / batch();
    REQUIRE(y.rows == batch());
    float largest = 0;
    for (const float value : values) largest = std::max(largest, std::abs(value));
    for (lstm::Index b = 0; b < y.rows; ++b) {
      for (lstm::Index n = 0; n < y.cols; ++n) {
        const float expected = values[static_cast<std::size_t>((b + 1) * sample - y.cols + n)];
        CHECK(std::abs(y.row(b)[n] - expected) <= 1e-6f * std::max(1.0f, largest));
      }
    }
  }

  lstm::Sequential& model_;
  std::vector<lstm::Tensor> x_;
  std::vector<std::optional<lstm::Tensor>> last_;  // of each output
};

inline constexpr lstm::Index streamed_steps = 14;

inline void check_stream(lstm::Sequential& model, lstm::Index batch) {
  CAPTURE(batch);
  Streamed streamed(model, random_inputs(model.network(), batch, streamed_steps));
  lstm::Stream stream(model, batch);
  for (lstm::Index t = 0; t < streamed_steps; ++t) {
    streamed.write(t, stream.inputs());
    streamed.check(t, stream.step());
  }
}

inline void check_streams(lstm::Graph graph) {
  lstm::Sequential model(std::move(graph), 3);
  shake(model);
  check_stream(model, 1);
  check_stream(model, 3);
}

inline lstm::Conv1DConfig convolution(lstm::Index size, lstm::Index stride, lstm::Padding padding,
                                      lstm::Index dilation) {
  return {.filters = 4,
          .kernel_size = size,
          .strides = stride,
          .padding = padding,
          .dilation_rate = dilation,
          .activation = lstm::ActivationKind::tanh};
}
