// What the machine can do at most, and what the product kernel does: the same source in every
// build.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "kernels/gemm.hpp"
#include "kernels/simd.hpp"

namespace bench {

using lstm::Index;

// Multiply-adds of `Chains` independent sums, everything in registers: `repetitions` of each. More
// chains hide more of the latency, until the registers run out. Gives a number that depends on all.
// Nothing in the loop is a constant: engines build those anew at every use.
template <Index Chains>
float chained(std::int32_t repetitions, float factor, float summand) {
  using lstm::kernels::Batch;
  const Batch a(factor), b(summand);
  Batch sums[Chains];
  for (Index n = 0; n < Chains; ++n) sums[n] = a * Batch(static_cast<float>(n));
  for (std::int32_t r = 0; r < repetitions; ++r) {
    for (Index n = 0; n < Chains; ++n) sums[n] = lstm::kernels::multiply_add(sums[n], a, b);
  }
  for (Index n = 1; n < Chains; ++n) sums[0] = sums[0] + sums[n];
  return xsimd::reduce_add(sums[0]);
}

// A product c = a b of fixed sizes. b is packed once, as a weight is once a step.
class Product {
 public:
  Product(Index M, Index N, Index K)
      : a_(M * K, 0.5f),
        b_(K * N, 0.25f),
        c_(M * N),
        M_(M),
        N_(N),
        K_(K),
        factor_(b(), lstm::kernels::Lies::straight, M, packed_) {}
  Product(const Product&) = delete;

  void multiply() { factor_.multiply(a(), c(), lstm::kernels::Into::overwrite); }
  void pack_and_multiply() { lstm::kernels::a_b(a(), b(), c()); }
  Index multiply_adds() const { return M_ * N_ * K_; }

 private:
  lstm::ConstView a() const { return {a_.data(), M_, K_}; }
  lstm::ConstView b() const { return {b_.data(), K_, N_}; }
  lstm::View c() { return {c_.data(), M_, N_}; }

  lstm::AlignedFloats a_, b_, c_;
  Index M_, N_, K_;
  lstm::kernels::Kept packed_;
  lstm::kernels::Factor factor_;
};

}  // namespace bench
