// What the fuzzers share.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <stdexcept>

#include "facts.hpp"

namespace fuzz {

using Input = std::span<const std::uint8_t>;

// Runs it: false where it says no in one of the ways that are for wrong input.
template <class Work>
bool accepted(Work work) {
  try {
    work();
    return true;
  } catch (const std::invalid_argument&) {
  } catch (const std::out_of_range&) {
  }
  return false;
}

inline void expect(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "expected %s\n", what);
  std::abort();
}

// Counts what was tried, and keeps it at the program's end.
inline void count() {
  static const struct Executions {
    Executions() { facts::all(); }  // made before this, and so gone after it
    ~Executions() {
      if (const char* suite = std::getenv("LSTM_SUITE")) facts::record(suite);
    }
  } executions;
  facts::add("executions", 1);
}

}  // namespace fuzz
