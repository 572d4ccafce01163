// Random numbers that are the same on every platform for the same seed.
// Generator: xoshiro256++ (Blackman and Vigna, 2019), seeded through SplitMix64.
#pragma once

#include <array>
#include <cstdint>

#include "lstm/matrix.hpp"

namespace lstm {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  std::uint64_t bits();         // 64 random bits
  double uniform();             // [0, 1)
  float normal();               // mean 0, standard deviation 1 (Box-Muller)
  Index below(Index bound);     // 0 ... bound - 1, all equally likely; bound > 0

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace lstm
