// Attention: every step of one sequence looks at all steps of another one.
#pragma once

#include "lstm/layer_config.hpp"

namespace lstm {

// Inputs: query q [Tq, D], value v [Tv, E] and, where given, key k [Tv, D]; else k = v. For each
// step i of the query, over the steps j of the value that are not masked (and j <= i if causal):
//
//   forward:   a_i = softmax_j(s_ij)      y_i = sum over j of m_ij a_ij v_j
//   backward:  d_v_j += m_ij a_ij d_y_i   d_a_ij = m_ij (d_y_i . v_j)
//              d_s_i = a_i * (d_a_i - a_i . d_a_i)
//
// m: dropout's mask, in training. Nothing to look at gives zeros. The scores s, and what goes back:
//
//   dot (Luong et al., 2015)       s_ij = scale q_i . k_j
//     d_q_i += d_s scale k_j       d_k_j += d_s scale q_i      d_scale += d_s q_i . k_j
//   concat, additive (Bahdanau et al., 2015), with x_ij = q_i + k_j and t_ij = tanh(scale x_ij):
//     s_ij = weight . t_ij         d_weight += d_s t_ij        u = d_s weight * (1 - t_ij^2)
//     d_q_i, d_k_j += scale u      d_scale += u . x_ij
//
// Parameters, as Keras has them: attention has, where it scales, scale [1] (one), and of concat
// weight [1] (one); additive attention has no scale, and where it scales weight [D] (Glorot
// uniform); else they are 1.
//
// Throws std::invalid_argument unless there are two or three sequences of numbers as above,
// std::out_of_range unless 0 <= dropout < 1.
enum class ScoreMode { dot, concat };

struct AttentionConfig {
  static const LayerKind kind;

  bool use_scale = false;
  ScoreMode score_mode = ScoreMode::dot;
  bool causal = false;
  float dropout = 0;
  std::string name = {};
  bool trainable = true;
};

struct AdditiveAttentionConfig {
  static const LayerKind kind;

  bool use_scale = true;
  bool causal = false;
  float dropout = 0;
  std::string name = {};
  bool trainable = true;
};

}  // namespace lstm
