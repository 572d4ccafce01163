#include "lstm/state.hpp"

namespace lstm {

void reset(State& state) {
  for (auto& part : state) part.clear();
}

void reset(States& states) {
  for (State& state : states) reset(state);
}

}  // namespace lstm
