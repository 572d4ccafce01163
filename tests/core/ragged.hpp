// Sequences of unequal lengths, and stacks that read them.
#pragma once

#include <algorithm>
#include <span>
#include <variant>
#include <vector>

#include "lstm/layers.hpp"
#include "lstm/random.hpp"
#include "lstm/steps.hpp"

namespace ragged {

using namespace lstm;

inline constexpr Index V = 6, I = 3;
inline const std::vector<Index> lengths{5, 1, 7, 7, 3, 2, 4, 6};
inline constexpr Index N = 8, T = 7, all_steps = 35;

// Numbers [N, T, F], or whole ones 1 ... V - 1 [N, T].
inline Tensor ragged_numbers(Index F, std::uint64_t seed = 3) {
  Random random(seed);
  std::vector<float> values(static_cast<std::size_t>(all_steps * F));
  for (float& value : values) value = random.normal();
  return {{N, T, F}, values, lengths};
}
inline Tensor ragged_tokens() {
  Random random(4);
  std::vector<Token> tokens(all_steps);
  for (Token& token : tokens) token = 1 + static_cast<Token>(random.below(V - 1));
  return {{N, T}, tokens, lengths};
}

// Sample n alone, [1, L, ...].
inline Tensor alone(const Tensor& tensor, Index n) {
  const Steps steps(tensor);
  Tensor one{tensor.shape, {}};
  one.shape[0] = 1;
  one.shape[1] = steps.length(n);
  std::visit(
      [&](const auto& data) {
        const auto row = static_cast<Index>(data.size()) / steps.total();
        const auto first = data.begin() + steps.begin(n) * row;
        one.data = std::vector(first, first + steps.length(n) * row);
      },
      tensor.data);
  return one;
}

// All of it, [N, T, ...], zeros where there are no steps.
inline Tensor padded(const Tensor& tensor) {
  Tensor all{tensor.shape, {}};
  std::visit(
      [&]<class Data>(const Data& data) {
        const Steps steps(tensor);
        const auto row = static_cast<Index>(data.size()) / steps.total();
        Data result(static_cast<std::size_t>(all.size()));
        for (Index n = 0; n < N; ++n) {
          std::copy_n(data.begin() + steps.begin(n) * row, steps.length(n) * row,
                      result.begin() + n * T * row);
        }
        all.data = std::move(result);
      },
      tensor.data);
  return all;
}

inline const std::vector<float>& values(const Tensor& tensor) {
  return std::get<std::vector<float>>(tensor.data);
}

inline const LstmConfig steps_of{.units = 5, .return_sequences = true};
inline const LstmConfig last_of{.units = 4};

// The layers, over numbers of I features.
inline std::vector<LayerConfig> over_numbers(std::vector<LayerConfig> layers) {
  layers.insert(layers.begin(), MaskingConfig{.mask_value = 1e9f, .input_features = I});
  return layers;
}

}  // namespace ragged
