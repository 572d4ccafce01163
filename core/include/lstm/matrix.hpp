// Row-major float32 matrices: views that own nothing, and buffers that only grow.
#pragma once

#include <algorithm>
#include <cstddef>
#include <new>
#include <vector>

namespace lstm {

using Index = std::ptrdiff_t;

// A dense [rows, cols] block of somebody else's memory.
template <class Scalar>
struct BasicView {
  Scalar* data = nullptr;
  Index rows = 0;
  Index cols = 0;

  Index size() const { return rows * cols; }
  Scalar* row(Index r) const { return data + r * cols; }
  Scalar* begin() const { return data; }
  Scalar* end() const { return data + size(); }
  void fill(Scalar value) const { std::fill_n(data, size(), value); }
  BasicView middle_rows(Index first, Index count) const { return {row(first), count, cols}; }
  // The same numbers in rows of so many.
  BasicView in_rows_of(Index count) const { return {data, size() / count, count}; }
  operator BasicView<const Scalar>() const { return {data, rows, cols}; }
};
using View = BasicView<float>;
using ConstView = BasicView<const float>;

// Memory that begins on a cache line.
template <class Element>
struct AlignedAllocator {
  using value_type = Element;
  static constexpr std::align_val_t line{64};

  AlignedAllocator() = default;
  template <class Other>
  AlignedAllocator(const AlignedAllocator<Other>&) {}

  Element* allocate(std::size_t count) {
    if (count > static_cast<std::size_t>(-1) / sizeof(Element)) throw std::bad_array_new_length();
    return static_cast<Element*>(::operator new(count * sizeof(Element), line));
  }
  void deallocate(Element* memory, std::size_t) { ::operator delete(memory, line); }

  friend bool operator==(const AlignedAllocator&, const AlignedAllocator&) { return true; }
};

// Numbers that vector code runs over begin on a vector's boundary: where a sum begins decides how
// it rounds, and the same seed is to give the same bits wherever malloc put them.
using AlignedFloats = std::vector<float, AlignedAllocator<float>>;

// Memory for a matrix whose shape changes from call to call. It grows to the largest shape seen and
// then allocates no more; its contents are unspecified after each view().
class Buffer {
 public:
  // Throws std::out_of_range when rows * cols can't be addressed.
  View view(Index rows, Index cols);

 private:
  AlignedFloats memory_;
};

}  // namespace lstm
