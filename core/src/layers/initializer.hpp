// Starting values of weights.
#pragma once

#include "lstm/matrix.hpp"
#include "lstm/random.hpp"

namespace lstm {

// Mean 0, standard deviation 1.
void normal(View weight, Random& random);

// Glorot and Bengio (2010), equation 16: limit = sqrt(6 / (fan_in + fan_out)).
void glorot_uniform(View weight, Index fan_in, Index fan_out, Random& random);

// A random matrix with orthonormal columns; rows >= cols (Saxe et al., 2014).
void orthogonal(View weight, Random& random);

}  // namespace lstm
