// The numbers of each sample in another shape or order.
#pragma once

#include "layers/layer.hpp"

namespace lstm {

// Of numbers counted from 0, steps as the first axis: along this axis one comes `stride` after the
// other.
struct Run {
  Index size, stride;
};

// The sample that a layer gives, as axes over the one that it reads, the last the fastest.
struct Arrangement {
  Signature output;
  std::vector<Run> axes;
};

class Rearranged : public Through {
 public:
  Rearranged(std::string name, const Signature& input, const Arrangement& arrangement);

  Signature output() const override { return output_; }
  Index steps(Index) const override { return T_; }
  bool resizes() const override { return output_.sequence; }
  Pace pace() const override {
    require_stepwise(!whole_, name(), "takes or makes a sequence as a whole");
    return {};
  }
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  Signature output_;
  bool whole_;                // does it take or make sequences?
  Index T_;                   // of the output
  Index chunk_;               // numbers that stay side by side
  std::vector<Index> order_;  // of the output's chunks: where they begin in the input
  Buffer y_, d_x_;
};

}  // namespace lstm
