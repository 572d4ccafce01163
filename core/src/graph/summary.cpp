#include "lstm/summary.hpp"

#include <algorithm>
#include <array>

#include "graph/network.hpp"
#include "layers/kind.hpp"

namespace lstm {

namespace {

using Row = std::array<std::string, 3>;

std::string shape_of(const Signature& output) {
  return std::string("[B, ") + (output.sequence ? "T, " : "") + std::to_string(output.features) +
         "]";
}

// The weights of a layer: their names begin with its own.
Index count_of(const std::string& layer, const Parameters& parameters) {
  Index count = 0;
  for (const auto& tensor : parameters.tensors()) {
    if (tensor.name.starts_with(layer + ".")) count += tensor.value.size();
  }
  return count;
}

}  // namespace

std::string summary(const Network& network) {
  std::vector<Row> rows{{"Layer (type)", "Output shape", "Parameters"}};
  const auto& layers = network.graph().layers;
  for (std::size_t n = 0; n < layers.size(); ++n) {
    const std::string& layer = layers[n].name();
    rows.push_back({layer + " (" + layers[n].kind().title + ")", shape_of(network.given_by(n)),
                    std::to_string(count_of(layer, network.parameters()))});
  }
  std::array<std::size_t, 3> widths{};
  for (const Row& row : rows) {
    for (std::size_t n = 0; n < row.size(); ++n) widths[n] = std::max(widths[n], row[n].size());
  }
  const std::string rule(widths[0] + widths[1] + widths[2] + 4, '-');
  std::string text;
  for (const Row& row : rows) {
    for (std::size_t n = 0; n < 2; ++n)
      text += row[n] + std::string(widths[n] - row[n].size() + 2, ' ');
    text += std::string(widths[2] - row[2].size(), ' ') + row[2] + "\n";
    if (&row == &rows.front() || &row == &rows.back()) text += rule + "\n";
  }
  const Index all = network.parameters().count(), learn = network.parameters().trainable_count();
  const auto line = [](const char* what, Index count) {
    return what + std::to_string(count) + "\n";
  };
  if (learn < all) text += line("Total parameters: ", all);
  text += line("Trainable parameters: ", learn);
  if (learn < all) text += line("Non-trainable parameters: ", all - learn);
  return text;
}

}  // namespace lstm
