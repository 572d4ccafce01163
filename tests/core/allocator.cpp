#include "allocator.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> allocations = 0, freed = 0;
std::atomic<std::size_t> largest_size = 0;
std::atomic<bool> counting_down = false;
std::atomic<long> asked = 0, first_refused = 0, last_refused = 0;

bool refused() {
  if (!counting_down) return false;
  const long n = asked++;
  return n >= first_refused && n <= last_refused;
}

}  // namespace

extern "C" {
void* __real_malloc(std::size_t size);
void __real_free(void* memory);

void* __wrap_malloc(std::size_t size) {
  if (refused()) return nullptr;
  largest_size = std::max(largest_size.load(), size);
  ++allocations;
  return __real_malloc(size);
}

void __wrap_free(void* memory) {
  if (memory) ++freed;
  __real_free(memory);
}
}

void* operator new(std::size_t size) {
  if (void* memory = std::malloc(size ? size : 1)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace allocator {

long count() { return allocations; }
long live() { return allocations - freed; }
std::size_t largest() { return largest_size; }
void forget_largest() { largest_size = 0; }

void refuse(long granted, long times) {
  asked = 0;
  first_refused = granted;
  last_refused = times == all ? all : granted + times - 1;
  counting_down = true;
}

long grant() {
  counting_down = false;
  return std::max(0L, std::min(asked.load() - 1, last_refused.load()) - first_refused + 1);
}

}  // namespace allocator
