// Row-major float32 matrices: views that own nothing, and buffers that only grow.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <vector>

namespace lstm {

using Index = Eigen::Index;
using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// A dense [rows, cols] block of somebody else's memory. Cheap to copy and to rebind, which an
// Eigen::Map is not; eigen() gives the map.
template <class Scalar>
struct BasicView {
  Scalar* data = nullptr;
  Index rows = 0;
  Index cols = 0;

  using Map = Eigen::Map<std::conditional_t<std::is_const_v<Scalar>, const Matrix, Matrix>>;

  Index size() const { return rows * cols; }
  Map eigen() const { return Map(data, rows, cols); }
  Scalar* row(Index r) const { return data + r * cols; }
  void fill(Scalar value) const { std::fill_n(data, size(), value); }
  BasicView middle_rows(Index first, Index count) const { return {row(first), count, cols}; }
  operator BasicView<const Scalar>() const { return {data, rows, cols}; }
};
using View = BasicView<float>;
using ConstView = BasicView<const float>;

// Numbers that vector code runs over begin on a vector's boundary: where a sum begins decides how
// it rounds, and the same seed is to give the same bits wherever malloc put them.
using AlignedFloats = std::vector<float, Eigen::aligned_allocator<float>>;

// Memory for a matrix whose shape changes from call to call. It grows to the largest shape seen and
// then allocates no more; its contents are unspecified after each view().
class Buffer {
 public:
  // Throws std::out_of_range when rows * cols can't be addressed.
  View view(Index rows, Index cols);

 private:
  AlignedFloats memory_;
};

// A weight laid out anew for products, kept from call to call until the weight changes.
struct Kept {
  enum class Form { none, narrow, wide };

  Buffer memory;
  View view;
  Form form = Form::none;

  void drop() { form = Form::none; }
};

}  // namespace lstm
