#include "lstm/attention.hpp"

#include <algorithm>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"
#include "kernels/vectors.hpp"
#include "layers/dropout.hpp"
#include "layers/initializer.hpp"
#include "layers/kind.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

constexpr Index all = -1;  // of D

// How steps are compared, and what of it learns.
struct Scoring {
  bool dot;
  bool scales;
  Index weights;  // 0, 1 or all
};

class Attention : public Layer {
 public:
  Attention(std::string name, const Scoring& scoring, bool causal, float dropout,
            std::span<const Signature> inputs);

  Signature output() const override { return output_; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void forth(const Forth& pass) override;
  void back(const Back& pass) override;
  Pace pace() const override {
    require_stepwise(false, name(), "looks at all steps at once");
    return {};
  }

 private:
  Index weights() const { return scoring_.weights == all ? D_ : scoring_.weights; }
  float scale() const { return scale_.data ? *scale_.data : 1; }
  float weight(Index d) const { return weight_.data ? weight_.data[weights() == 1 ? 0 : d] : 1; }

  void find_seen(const Activations& value);
  std::span<const Index> seen(const Activations& query, Index row) const;
  float score(const float* q, const float* k);
  void score_backward(float d_s, const float* q, const float* k, float* d_q, float* d_k);

  Scoring scoring_;
  bool causal_;
  float dropout_;
  Index D_;
  Signature output_;
  View scale_, d_scale_, weight_, d_weight_;
  std::vector<Index> seen_;   // rows of the value that are not masked, sequence by sequence
  std::vector<Index> begin_;  // [B + 1]: where those of a sequence begin
  View a_, m_;                // [Tq * B, Tv] of the last forward, of those seen; m of dropout
  Buffer a_buffer_, m_buffer_, y_;
  Buffer x_, t_, u_;  // [1, D]
  Buffer d_a_;        // [1, Tv]
  Buffer d_x_[3];     // of each input
};

Attention::Attention(std::string its, const Scoring& scoring, bool causal, float dropout,
                     std::span<const Signature> inputs)
    : Layer(std::move(its)),
      scoring_(scoring),
      causal_(causal),
      dropout_(dropout),
      D_(inputs[0].features),
      output_(inputs[0]) {
  require(inputs.size() == 2 || inputs.size() == 3, "expected query, value and maybe key as '",
          name(), "' has them, got ", inputs.size(), inputs.size() == 1 ? " input" : " inputs");
  for (const Signature& input : inputs) require_sequence(input, name());
  const Signature& value = inputs[1];
  const Signature& key = inputs.back();
  require(key.features == D_, "expected keys of ", D_, " features in '", name(),
          "', as the query has, got ", key.features);
  require(key.time == value.time, "expected keys of ", value.time, " steps in '", name(),
          "', as the value has, got ", key.time);
  check_rate(dropout, "dropout", name());
  output_.features = value.features;
  output_.input = false;
}

std::vector<ParameterSpec> Attention::parameters() const {
  std::vector<ParameterSpec> specs;
  if (scoring_.scales) specs.push_back({name() + ".scale", {1}});
  if (weights() > 0) specs.push_back({name() + ".weight", {weights()}});
  return specs;
}

void Attention::bind(std::span<const Parameter> parameters) {
  if (scoring_.scales) {
    scale_ = parameters.front().value;
    d_scale_ = parameters.front().gradient;
  }
  if (weights() > 0) {
    weight_ = parameters.back().value;
    d_weight_ = parameters.back().gradient;
  }
}

void Attention::initialize(Random& random) {
  if (scale_.data) scale_.fill(1);
  if (scoring_.weights == all) {
    glorot_uniform(weight_, D_, D_, random);  // as Keras takes a vector
  } else if (weight_.data) {
    weight_.fill(1);
  }
}

void Attention::find_seen(const Activations& value) {
  seen_.clear();
  begin_.assign(1, 0);
  for (Index b = 0; b < value.batch; ++b) {
    for (Index row = b; row < value.time * value.batch; row += value.batch) {
      const bool padding = !value.mask.empty() && !value.mask[static_cast<std::size_t>(row)];
      if (!padding) seen_.push_back(row);
    }
    begin_.push_back(static_cast<Index>(seen_.size()));
  }
}

// The rows that a row of the query looks at.
std::span<const Index> Attention::seen(const Activations& query, Index row) const {
  const bool padding = !query.mask.empty() && !query.mask[static_cast<std::size_t>(row)];
  if (padding) return {};
  const auto b = static_cast<std::size_t>(row % query.batch);
  const auto first = seen_.begin() + begin_[b], last = seen_.begin() + begin_[b + 1];
  return {first, causal_ ? std::upper_bound(first, last, row) : last};
}

// s; and of a sum x and t on the way
float Attention::score(const float* q, const float* k) {
  if (scoring_.dot) return scale() * kernels::dot(q, k, D_);
  float* x = x_.view(1, D_).data;
  float* t = t_.view(1, D_).data;
  std::copy_n(q, D_, x);
  kernels::add_scaled(1, k, x, D_);
  std::copy_n(x, D_, t);
  kernels::scale(scale(), t, D_);
  kernels::tanh(t, t, D_);
  float s = 0;
  for (Index d = 0; d < D_; ++d) s += weight(d) * t[d];
  return s;
}

void Attention::forth(const Forth& pass) {
  const Activations& query = pass.x[0];
  const Activations& value = pass.x[1];
  const ConstView keys = pass.x.back().values;
  require(pass.x.back().time == value.time, "expected keys of ", value.time, " steps in '", name(),
          "', as the value has, got ", pass.x.back().time);
  find_seen(value);
  a_ = a_buffer_.view(query.values.rows, value.time);
  m_ = {};
  if (pass.random && dropout_ > 0) {
    m_ = m_buffer_.view(a_.rows, a_.cols);
    draw_mask(m_, dropout_, *pass.random);
  }
  const View y = y_.view(query.values.rows, output_.features);
  y.fill(0);
  for (Index row = 0; row < y.rows; ++row) {
    const auto rows = seen(query, row);
    const auto n = static_cast<Index>(rows.size());
    float* a = a_.row(row);
    for (Index j = 0; j < n; ++j) a[j] = score(query.values.row(row), keys.row(rows[j]));
    if (n > 0) kernels::softmax(a, a, n);
    for (Index j = 0; j < n; ++j) {
      const float m = m_.data ? m_.row(row)[j] : 1;
      kernels::add_scaled(m * a[j], value.values.row(rows[j]), y.row(row), y.cols);
    }
  }
  pass.y[0] = query.with(y);
}

void Attention::score_backward(float d_s, const float* q, const float* k, float* d_q, float* d_k) {
  if (scoring_.dot) {
    if (d_q) kernels::add_scaled(d_s * scale(), k, d_q, D_);
    if (d_k) kernels::add_scaled(d_s * scale(), q, d_k, D_);
    if (d_scale_.data) *d_scale_.data += d_s * kernels::dot(q, k, D_);
    return;
  }
  score(q, k);
  const float* x = x_.view(1, D_).data;
  const float* t = t_.view(1, D_).data;
  float* u = u_.view(1, D_).data;
  for (Index d = 0; d < D_; ++d) u[d] = d_s * weight(d);
  kernels::tanh_backward(t, u, D_);
  if (d_q) kernels::add_scaled(scale(), u, d_q, D_);
  if (d_k) kernels::add_scaled(scale(), u, d_k, D_);
  if (d_scale_.data) *d_scale_.data += kernels::dot(u, x, D_);
  for (Index d = 0; d < D_ && d_weight_.data; ++d) {
    d_weight_.data[weights() == 1 ? 0 : d] += d_s * t[d];
  }
}

void Attention::back(const Back& pass) {
  const Activations& query = pass.x[0];
  const ConstView values = pass.x[1].values, keys = pass.x.back().values, d_y = pass.d_y[0];
  for (std::size_t n = 0; n < pass.x.size(); ++n) {
    const ConstView x = pass.x[n].values;
    if (!pass.wanted[n]) continue;
    pass.d_x[n] = d_x_[n].view(x.rows, x.cols);
    pass.d_x[n].fill(0);
  }
  const View d_q = pass.d_x[0], d_v = pass.d_x[1], d_k = pass.d_x.back();
  for (Index row = 0; row < d_y.rows; ++row) {
    const auto rows = seen(query, row);
    const auto n = static_cast<Index>(rows.size());
    const float* a = a_.row(row);
    float* d_a = d_a_.view(1, a_.cols).data;
    for (Index j = 0; j < n; ++j) {
      const float m = m_.data ? m_.row(row)[j] : 1;
      d_a[j] = m * kernels::dot(d_y.row(row), values.row(rows[j]), d_y.cols);
      if (d_v.data) kernels::add_scaled(m * a[j], d_y.row(row), d_v.row(rows[j]), d_y.cols);
    }
    kernels::softmax_backward(a, d_a, n);
    for (Index j = 0; j < n; ++j) {
      score_backward(d_a[j], query.values.row(row), keys.row(rows[j]),
                     d_q.data ? d_q.row(row) : nullptr, d_k.data ? d_k.row(rows[j]) : nullptr);
    }
  }
}

constexpr const char* score_modes[] = {"dot", "concat"};

}  // namespace

static void fields(Fields& visit, AttentionConfig& c) {
  visit("useScale", c.use_scale);
  visit("scoreMode", c.score_mode, score_modes);
  visit("causal", c.causal);
  visit("dropout", c.dropout);
  common_fields(visit, c);
}

static void fields(Fields& visit, AdditiveAttentionConfig& c) {
  visit("useScale", c.use_scale);
  visit("causal", c.causal);
  visit("dropout", c.dropout);
  common_fields(visit, c);
}

static Scoring scoring_of(const AttentionConfig& c) {
  const bool dot = c.score_mode == ScoreMode::dot;
  return {dot, c.use_scale, dot ? 0 : 1};
}

static Scoring scoring_of(const AdditiveAttentionConfig& c) {
  return {false, false, c.use_scale ? all : 0};
}

template <class Config>
static LayerKind attention_kind(const char* type, const char* stem, const char* title) {
  LayerKind kind = kind_of<Config>(
      type, stem, title,
      [](const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
        const auto& its = config.is<Config>();
        chain.push_back(std::make_unique<Attention>(its.name, scoring_of(its), its.causal,
                                                    its.dropout, inputs));
      });
  kind.several = true;
  return kind;
}

const LayerKind AttentionConfig::kind =
    attention_kind<AttentionConfig>("attention", "attention", "Attention");
const LayerKind AdditiveAttentionConfig::kind = attention_kind<AdditiveAttentionConfig>(
    "additiveAttention", "additive_attention", "AdditiveAttention");

}  // namespace lstm
