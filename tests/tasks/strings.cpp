#include "strings.hpp"

#include <algorithm>

namespace tasks {

Samples batch_of(const std::vector<String>& strings) {
  std::size_t time = 0;
  for (const String& string : strings) time = std::max(time, string.legal.size());
  std::vector<Token> x(strings.size() * time), y(x.size());
  std::vector<Symbols> legal(x.size());
  auto row = 0;
  for (const auto& [symbols, follow] : strings) {
    std::copy(symbols.begin(), symbols.end() - 1, x.begin() + row);
    std::copy(symbols.begin() + 1, symbols.end(), y.begin() + row);
    std::copy(follow.begin(), follow.end(), legal.begin() + row);
    row += static_cast<int>(time);
  }
  const lstm::Shape shape{static_cast<Index>(strings.size()), static_cast<Index>(time)};
  return {{shape, std::move(x)}, {shape, std::move(y)}, std::move(legal)};
}

std::vector<lstm::LayerConfig> reader(Index symbols, Index units) {
  return {
      lstm::EmbeddingConfig{.input_dim = symbols, .output_dim = symbols, .mask_zero = true},
      lstm::LstmConfig{.units = units, .return_sequences = true},
      lstm::DenseConfig{.units = symbols, .activation = lstm::ActivationKind::softmax},
  };
}

}  // namespace tasks
