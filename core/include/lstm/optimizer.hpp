// How gradients change weights. Sees one block of each and knows nothing of layers.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <variant>

#include "lstm/range.hpp"
#include "lstm/schedule.hpp"

namespace lstm {

// The equations of one step, its number t counted from 1. d: gradients, clipped; r: the learning
// rate.

// Kingma and Ba (2015), algorithm 1, as PyTorch has it. Keras adds its epsilon to sqrt(v), not to
// sqrt(v^), which tells only where gradients are about as small as epsilon:
//
//   m  = beta_1 m + (1 - beta_1) d        m^ = m / (1 - beta_1^t)
//   v  = beta_2 v + (1 - beta_2) d^2      v^ = v / (1 - beta_2^t)
//   w -= r m^ / (sqrt(v^) + epsilon)
struct AdamConfig {
  static constexpr float learning_rate = 1e-3f;  // unless another is given
  float beta_1 = 0.9f;                           // [0, 1)
  float beta_2 = 0.999f;                         // [0, 1)
  float epsilon = 1e-7f;                         // > 0
};

// Loshchilov and Hutter (2019): Adam, after  w -= r weight_decay w.
// As in Keras all weights decay, biases too.
struct AdamwConfig {
  static constexpr float learning_rate = 1e-3f;
  AdamConfig adam = {};
  float weight_decay = 0.004f;  // >= 0
};

//   w -= r d                                  without momentum
//   m  = momentum m - r d;  w += m            with it
//   m  = momentum m - r d;  w += momentum m - r d       as Nesterov has it
struct SgdConfig {
  static constexpr float learning_rate = 1e-2f;
  float momentum = 0;  // [0, 1]
  bool nesterov = false;
};

//   v  = rho v + (1 - rho) d^2
//   w -= r d / sqrt(v + epsilon)              without momentum
//   m  = momentum m + r d / sqrt(v + epsilon);  w -= m        with it
struct RmspropConfig {
  static constexpr float learning_rate = 1e-3f;
  float rho = 0.9f;       // [0, 1)
  float momentum = 0;     // [0, 1]
  float epsilon = 1e-7f;  // > 0
};

struct OptimizerConfig {
  std::variant<AdamConfig, AdamwConfig, SgdConfig, RmspropConfig> rule = AdamConfig{};
  std::optional<LearningRate> learning_rate = {};  // else the rule's own
  Index first_step = 0;                            // t at which a schedule counts 0
  float clip_norm =
      0;  // d *= min(1, clip_norm / |d|), |d| the L2 norm of all gradients; 0: no limit
  float clip_value = 0;  // d held within +-clip_value, each by itself; 0: no limit
};

class Optimizer {
 public:
  explicit Optimizer(const OptimizerConfig& config = {});

  // Throws std::out_of_range for a setting out of its range, std::invalid_argument for both limits.
  static void check(const OptimizerConfig& config);

  // Checks and takes over the settings. Slots and t stay, unless the new rule keeps other slots.
  void configure(const OptimizerConfig& config);
  const OptimizerConfig& config() const { return config_; }

  // One update of values by gradients, both of the same size at every call, in these runs of them:
  // what lies between is frozen, keeps its bits and its slots', and counts in no norm. Throws
  // std::runtime_error and changes nothing where a gradient is NaN or infinite, or would make a
  // weight so.
  void step(std::span<float> values, std::span<const float> gradients,
            std::span<const Range> trainable);
  // Of them all.
  void step(std::span<float> values, std::span<const float> gradients);

  // Steps done, and the learning rate of the next.
  Index t() const { return t_; }
  float learning_rate() const;
  bool scheduled() const;  // is it a schedule's?

  // Throws std::out_of_range where the learning rate of all of the next steps is 0.
  void check_learns(Index steps) const;

  // What is carried from step to step beside t: blocks laid out as the values, empty before the
  // first step. Of Adam 'm' and 'v'; of SGD 'momentum'; of RMSprop 'velocity' and 'momentum'; both
  // momentums only where there is one.
  struct Slot {
    std::string_view name;
    std::span<const float> values;
  };
  std::vector<Slot> slots() const;

  // Goes on from a state that t() and slots() gave, bit for bit. Throws std::out_of_range for t < 0
  // and std::invalid_argument for other slots than this rule's, or ones of different sizes.
  void restore(Index t, std::span<const Slot> slots);

 private:
  OptimizerConfig config_;
  std::array<AlignedFloats, 2> slots_;
  Index t_ = 0;
};

}  // namespace lstm
