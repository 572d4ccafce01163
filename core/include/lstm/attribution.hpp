// What moves an output of a model: how much each number, or token, that it reads does.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "lstm/batches.hpp"
#include "lstm/inputs.hpp"
#include "lstm/matrix.hpp"

namespace lstm {

class Network;
class Sequential;

enum class AttributionMethod { integrated_gradients, gradient };

struct AttributionConfig {
  std::vector<Index> output = {
      0};  // [k] of a row, or [t, k] of a sequence: its number k, at step t
  AttributionMethod method = AttributionMethod::integrated_gradients;
  Index steps = 32;    // S, 1 to 1000
  std::size_t of = 0;  // which of the model's outputs
};

// Of F(x), one number that the model gives, after its activation:
//
// integrated gradients (Sundararajan, Taly and Yan, 2017), x' a baseline:
//   A_i = (x_i - x'_i) * integral from 0 to 1 of dF/dx_i (x' + a (x - x')) da
//   sum of A_i = F(x) - F(x')
// with S gradients for the integral, by Gauss and Legendre; where these do not sum to the
// difference that is known, halves of the way have S each, and so on, in at most 64 pieces;
// gradient:
//   A_i = dF/dx_i (x)
//
// x of a token is what an embedding has for it, [E], and its A the sum over those; of the gradient
// that of x_i dF/dx_i. x' is zeros, where no other is given.
//
// Which steps are padding, x says, all the way; they move nothing that passes them over. States
// begin at zeros. The weights are the model's, as they are at each step: nothing of the model
// changes. It must outlive it.
class Attribution {
 public:
  // Throws std::invalid_argument / std::out_of_range where there is no such output, or no such step
  // of it in one of the samples, for a baseline of other samples or steps than x, and for wrong S.
  Attribution(const Sequential& model, Inputs x, const AttributionConfig& config,
              std::optional<Inputs> baseline = {});
  Attribution(Attribution&&) noexcept;
  Attribution& operator=(Attribution&&) noexcept;
  ~Attribution();

  bool step();  // one more gradient, of a batch; false when there is none
  // Of each input as it came; of tokens [N, T].
  std::span<const Tensor> results() const& { return results_; }
  std::vector<Tensor> results() && { return std::move(results_); }

 private:
  struct Way;
  // Of the way from x' to x, and F of each sample at both ends.
  struct Piece {
    double from, to;
    std::vector<float> F_from, F_to;
  };

  Index B() const { return static_cast<Index>(samples_.size()); }
  // Of the outputs, where F of the first sample is.
  Index first_row() const { return config_.output.size() > 1 ? config_.output[0] * B() : 0; }
  void check_output() const;
  void check_baseline() const;
  void add_result(std::size_t input);
  void begin();
  void go_to(double at);
  std::vector<float> F_at(double at);
  void add_gradient(const Piece& piece);
  bool fits(const Piece& piece) const;
  void end(Piece piece);
  View wanted(std::size_t output, ConstView y);
  void put(const Way& way);

  AttributionConfig config_;
  std::unique_ptr<Network> network_;
  Inputs x_;
  std::optional<Inputs> baseline_;
  Batches batches_;
  std::span<const Index> samples_;   // of the batch under way
  std::vector<double> at_, weight_;  // [S]
  std::vector<Piece> pieces_;        // of the batch's way, that are left
  Index cuts_ = 0;
  std::vector<float> whole_;  // [B]  |F(x) - F(x')|
  std::size_t next_ = 0;      // of S, in the last piece
  std::vector<Way> ways_;
  std::vector<ConstView> now_;
  Buffer d_y_;
  std::vector<View> d_ys_;
  std::vector<Tensor> results_;
};

}  // namespace lstm
