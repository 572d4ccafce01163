// The numbers of each sample in another shape or order.
#pragma once

#include "layers/layer.hpp"

namespace lstm {

// y[e] = x[order[e]] over the numbers e of a sample, steps as the first axis, in chunks.
class Rearranged : public Layer {
 public:
  // Chunks are as long as they can be where there is no order: all stay where they are.
  Rearranged(std::string name, const Signature& input, Signature output);
  Rearranged(std::string name, const Signature& input, Signature output, Index chunk,
             std::vector<Index> order);

  Signature output() const override { return output_; }
  Index steps(Index T) const override { return output_.sequence ? output_.time : T; }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  Signature output_;
  Index chunk_;
  std::vector<Index> order_;
  Buffer y_, d_x_;
};

}  // namespace lstm
