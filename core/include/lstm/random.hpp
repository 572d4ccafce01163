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

  std::uint64_t bits();      // 64 random bits
  double uniform();          // [0, 1)
  float normal();            // mean 0, standard deviation 1 (Box-Muller)
  Index below(Index bound);  // 0 ... bound - 1, all equally likely; bound > 0

  // Where the stream stands: set again, it goes on from there. Throws std::out_of_range for all
  // zeros, which would go nowhere.
  using State = std::array<std::uint64_t, 4>;
  const State& state() const { return state_; }
  void set_state(const State& state);

 private:
  State state_;
};

}  // namespace lstm
