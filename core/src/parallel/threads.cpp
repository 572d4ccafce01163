// The pool of a build that has threads.
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "lstm/error.hpp"
#include "lstm/parallel.hpp"

#include "numbers/function_ref.hpp"

namespace lstm {

// Thread n of a pool calls work(n), a round after the other.
struct Pool::Threads {
  std::mutex mutex;
  std::condition_variable begun, ended;
  FunctionRef<void(Index)> work;
  Index count = 0;  // of calls in this round
  Index left = 0;   // of them, still running on threads of ours
  unsigned round = 0;
  bool stopping = false;
  std::vector<std::exception_ptr> thrown;  // by call
  std::vector<std::thread> threads;        // 1, 2, ...: the caller is 0

  explicit Threads(Index size) : thrown(static_cast<std::size_t>(size)) {
    try {
      for (Index n = 1; n < size; ++n) threads.emplace_back([this, n] { serve(n); });
    } catch (...) {
      stop();
      throw;
    }
  }

  void call(Index n) noexcept {
    try {
      work(n);
    } catch (...) {
      thrown[static_cast<std::size_t>(n)] = std::current_exception();
    }
  }

  void serve(Index n) {
    std::unique_lock lock(mutex);
    for (unsigned seen = 0;;) {
      begun.wait(lock, [&] { return stopping || round != seen; });
      if (stopping) return;
      seen = round;
      if (n >= count) continue;
      lock.unlock();
      call(n);
      lock.lock();
      if (--left == 0) ended.notify_one();
    }
  }

  void run(Index calls, FunctionRef<void(Index)> what) {
    std::unique_lock lock(mutex);
    work = what;
    count = calls;
    left = calls - 1;
    ++round;
    lock.unlock();
    begun.notify_all();
    call(0);
    lock.lock();
    ended.wait(lock, [&] { return left == 0; });
    std::exception_ptr first;
    for (auto& one : thrown) {
      if (!first) first = one;
      one = nullptr;
    }
    if (first) std::rethrow_exception(first);
  }

  void stop() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    begun.notify_all();
    for (auto& thread : threads) thread.join();
  }
};

Pool::Pool(Index threads) : threads_(threads) {
  require_range(threads >= 1 && threads <= 1024, "expected threads of 1 to 1024, got ", threads);
  if (threads > 1) others_ = std::make_unique<Threads>(threads);
}

Pool::~Pool() {
  if (others_) others_->stop();
}

void Pool::run(Index count, FunctionRef<void(Index)> work) {
  if (count == 1) return work(0);
  others_->run(count, work);
}

}  // namespace lstm
