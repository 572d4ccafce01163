#include "lstm/batches.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace lstm;

namespace {

std::vector<Index> all(Batches& batches) {
  std::vector<Index> order;
  while (!batches.done()) {
    for (const Index sample : batches.next()) order.push_back(sample);
  }
  return order;
}

}  // namespace

TEST_CASE("batches hold every sample once, in an order that is of the random numbers alone") {
  Batches whole(23, 4);
  CHECK(whole.count() == 6);
  CHECK(std::ranges::is_sorted(all(whole)));
  Random random(7);
  whole.shuffle(random);
  std::vector<Index> order = all(whole);
  CHECK(!std::ranges::is_sorted(order));

  const Random::State state = random.state();
  whole.shuffle(random);
  Batches later(23, 4);  // that of a fit which goes on from a file
  Random again(0);
  again.set_state(state);
  later.shuffle(again);
  CHECK(all(later) == all(whole));

  std::ranges::sort(order);
  for (Index n = 0; n < 23; ++n) CHECK(order[static_cast<std::size_t>(n)] == n);
}
