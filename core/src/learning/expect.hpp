// Settings in their ranges.
#pragma once

#include <cmath>
#include <string_view>

#include "lstm/error.hpp"

namespace lstm {

// Whose settings they are, and what is expected of each.
struct Expect {
  std::string_view where;

  template <class Number>
  void operator()(bool ok, const char* expected, Number got) const {
    require_range(ok && std::isfinite(static_cast<double>(got)), "expected ", expected, " in ",
                  where, ", got ", got);
  }
};

}  // namespace lstm
