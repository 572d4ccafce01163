#include "allocator.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
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

// A whole number of alignments, at least one.
std::size_t padded(std::size_t size, std::size_t alignment) {
  return (std::max(size, std::size_t{1}) + alignment - 1) / alignment * alignment;
}

void* counted(std::size_t size, std::size_t alignment) {
  void* memory = refused() ? nullptr : std::aligned_alloc(alignment, padded(size, alignment));
  if (!memory) throw std::bad_alloc();
  largest_size = std::max(largest_size.load(), size);
  ++allocations;
  return memory;
}

void uncounted(void* memory) {
  if (memory) ++freed;
  std::free(memory);
}

}  // namespace

void* operator new(std::size_t size) { return counted(size, alignof(std::max_align_t)); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return counted(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t) noexcept { uncounted(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { uncounted(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { uncounted(memory); }

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
