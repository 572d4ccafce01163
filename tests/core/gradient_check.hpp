// Every gradient of a stack of layers against central differences of the reference in double.
#pragma once

#include <string>
#include <vector>

#include "lstm/sequential.hpp"

struct Problem {
  std::string name;
  std::vector<lstm::LayerConfig> layers;
  lstm::LossKind loss;
  lstm::Index time = 4;
  bool carried_state = false;
  lstm::Index samples = 3;
  bool weighted = false;
  bool training = false;  // with dropout
};

// What problems are about: tokens below `vocabulary`, or vectors of so many numbers.
constexpr lstm::Index vocabulary = 5, input_features = 3;

// Float32 arithmetic against exact: some roundings (6e-8) a product, over sums of a few dozen.
constexpr double gradient_tolerance = 1e-5;

// Of one tensor: the largest of its gradients, and how far the worst of them is from exact.
struct Difference {
  std::string tensor;
  double largest, worst;
};

// Checks the loss too.
std::vector<Difference> gradient_differences(const Problem& problem);

// Of every tensor, that there is a gradient and that it is right.
void check_gradients(const Problem& problem);
