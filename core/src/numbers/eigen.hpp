// Matrix work outside the hot loops, as Eigen writes it.
#pragma once

#include <Eigen/Core>

#include "lstm/matrix.hpp"

namespace lstm {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline Eigen::Map<Matrix> eigen(View view) { return {view.data, view.rows, view.cols}; }
inline Eigen::Map<const Matrix> eigen(ConstView view) { return {view.data, view.rows, view.cols}; }

}  // namespace lstm
