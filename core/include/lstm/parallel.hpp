// Threads that share out a piece of work. In a build without threads there is one, the caller.
#pragma once

#include <memory>

#include "lstm/matrix.hpp"

namespace lstm {

template <class Signature>
class FunctionRef;

// The threads live as long as the pool and sleep while there is nothing to do.
class Pool {
 public:
  // `threads` counts the caller. Throws std::out_of_range for less than 1, or for more than the
  // build can have, std::system_error where the system refuses them.
  explicit Pool(Index threads);
  ~Pool();

  Index threads() const { return threads_; }

  // Calls work(0) ... work(count - 1), each on a thread of its own, and returns when all have.
  // count <= threads(); work(0) runs on the caller, and one caller at a time may be here. What any
  // of them throws is thrown again, the first of them first.
  void run(Index count, FunctionRef<void(Index)> work);

  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

 private:
  struct Threads;
  Index threads_;
  std::unique_ptr<Threads> others_;
};

}  // namespace lstm
