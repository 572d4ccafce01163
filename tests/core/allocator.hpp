// Memory as the tests' own operators new and delete give it: counted, and refused where a test asks
// for that.
#pragma once

#include <cstddef>
#include <limits>

namespace allocator {

long count();           // allocations so far
long live();            // of them, not yet freed
std::size_t largest();  // bytes, since forget_largest()
void forget_largest();

inline constexpr long all = std::numeric_limits<long>::max();

// Grants `granted` more, refuses the next `times`, and grants what comes then.
void refuse(long granted, long times);

// Refuses none any more, and says how many it has.
long grant();

}  // namespace allocator
