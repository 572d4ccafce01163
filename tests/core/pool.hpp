// Threads for tests, where the build has them.
#pragma once

#include <memory>
#include <stdexcept>

#include "lstm/parallel.hpp"

// So many, or one in a build without threads.
inline std::shared_ptr<lstm::Pool> pool_of(lstm::Index threads) {
  try {
    return std::make_shared<lstm::Pool>(threads);
  } catch (const std::out_of_range&) {
    return std::make_shared<lstm::Pool>(1);
  }
}
