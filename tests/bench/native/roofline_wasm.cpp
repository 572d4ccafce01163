// The roofline as a bare WebAssembly module, called from JavaScript.
#include <optional>

#include "roofline.hpp"

#define EXPORT extern "C" __attribute__((used, visibility("default")))

namespace {
std::optional<bench::Product> product;
}

#define CHAINS(count)                                                                  \
  EXPORT float chains_##count(std::int32_t repetitions, float factor, float summand) { \
    return bench::chained<count>(repetitions, factor, summand);                        \
  }
CHAINS(8)
CHAINS(10)
CHAINS(12)
EXPORT std::int32_t lanes() { return lstm::kernels::lanes; }

EXPORT void set_product(std::int32_t M, std::int32_t N, std::int32_t K) {
  product.emplace(M, N, K);
}
EXPORT void multiply(std::int32_t repetitions) {
  for (std::int32_t r = 0; r < repetitions; ++r) product->multiply();
}
EXPORT void pack_and_multiply(std::int32_t repetitions) {
  for (std::int32_t r = 0; r < repetitions; ++r) product->pack_and_multiply();
}
