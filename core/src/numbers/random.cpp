#include "lstm/random.hpp"

#include <bit>
#include <cmath>
#include <numbers>

#include "lstm/error.hpp"
#include "numbers/cosine.hpp"

namespace lstm {

Random::Random(std::uint64_t seed) {
  for (auto& word : state_) {
    seed += 0x9e3779b97f4a7c15u;
    std::uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    word = z ^ (z >> 31);
  }
}

void Random::set_state(const State& state) {
  require_range(state != State{}, "expected a random state, got zeros");
  state_ = state;
}

std::uint64_t Random::bits() {
  auto& [a, b, c, d] = state_;
  const std::uint64_t result = std::rotl(a + d, 23) + a;
  const std::uint64_t t = b << 17;
  c ^= a;
  d ^= b;
  b ^= c;
  a ^= d;
  c ^= t;
  d = std::rotl(d, 45);
  return result;
}

double Random::uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

float Random::normal() {
  // In floats: the tables of log for doubles are large.
  const float radius = std::sqrt(-2.0f * std::log(static_cast<float>(1.0 - uniform())));
  return radius * cosine(2.0f * std::numbers::pi_v<float> * static_cast<float>(uniform()));
}

Index Random::below(Index bound) {
  // The few largest values are drawn again: without that, small results would come more often.
  const auto n = static_cast<std::uint64_t>(bound);
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % n;
  std::uint64_t draw = bits();
  while (draw >= limit) draw = bits();
  return static_cast<Index>(draw % n);
}

}  // namespace lstm
