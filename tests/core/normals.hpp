// Numbers for tests: drawn from the normal distribution, for the same seed the same ones.
#pragma once

#include <utility>
#include <vector>

#include "lstm/random.hpp"
#include "lstm/tensor.hpp"

inline std::vector<float> normals(lstm::Index size, lstm::Random& random) {
  std::vector<float> values(static_cast<std::size_t>(size));
  for (auto& value : values) value = random.normal();
  return values;
}

inline lstm::Tensor normals(lstm::Shape shape, std::uint64_t seed) {
  lstm::Random random(seed);
  std::vector<float> values = normals(lstm::element_count(shape), random);
  return {std::move(shape), std::move(values)};
}
