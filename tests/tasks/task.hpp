// What a task of the literature is: sequences, a model to learn them, and what counts as right.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lstm/sequential.hpp"

namespace tasks {

using lstm::Index;
using lstm::Random;
using lstm::Sequential;
using lstm::Tensor;
using lstm::Token;

using Symbols = std::uint32_t;  // a set: bit k stands for symbol k
constexpr Symbols only(Token symbol) { return Symbols{1} << symbol; }

// Sequences of one length, or padded with token 0, and what is wanted.
struct Samples {
  Tensor x, y;
  std::vector<Symbols> legal = {};  // [N * T] what may come next, of a language; 0: no demand

  Index size() const { return x.shape[0]; }
};

// What the table says before anything is learned.
struct Facts {
  std::string name, definition, source, model;
  Index budget;  // sequences to learn from, each as often as it is presented
};

// It is learned by rounds of new sequences, a batch at a time. A round of which enough are right
// before anything is learned from it is the last. Where there is something to validate by, what is
// judged are the weights of the round after which the loss there was least.
struct Plan {
  Index batch, round;
  double enough;  // a share; above 1: the whole budget is used
  double wanted;  // the share that must be right of the unseen, in the end
};

// One for every run, since it may remember what it has drawn.
class Task {
 public:
  virtual ~Task() = default;

  virtual Facts facts() const = 0;
  virtual Plan plan() const = 0;
  virtual Sequential model(std::uint64_t seed) const = 0;  // compiled

  virtual Samples draw(Random& random, Index count) = 0;            // to learn from
  virtual std::optional<Samples> validation() const { return {}; }  // never learned from
  virtual std::vector<Samples> unseen(Random& random) = 0;          // to be judged by
  virtual Index right(const Samples& samples, const Tensor& predicted) const = 0;  // sequences
};

std::unique_ptr<Task> adding();
std::unique_ptr<Task> counting();
std::unique_ptr<Task> reber();
std::unique_ptr<Task> temporal_order();

}  // namespace tasks
