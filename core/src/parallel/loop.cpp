// The pool of a build without threads: the caller alone.
#include "lstm/error.hpp"
#include "lstm/parallel.hpp"

#include "numbers/function_ref.hpp"

namespace lstm {

struct Pool::Threads {};

Pool::Pool(Index threads) : threads_(threads) {
  require_range(threads == 1, "expected 1 thread in a build without threads, got ", threads);
}

Pool::~Pool() = default;

void Pool::run(Index count, FunctionRef<void(Index)> work) {
  for (Index n = 0; n < count; ++n) work(n);
}

}  // namespace lstm
