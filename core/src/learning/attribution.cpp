#include "lstm/attribution.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "graph/network.hpp"
#include "kernels/vectors.hpp"
#include "lstm/error.hpp"
#include "lstm/sequential.hpp"
#include "numbers/quadrature.hpp"

namespace lstm {

namespace {

constexpr Index samples_at_once = 32, most_steps = 1000, most_cuts = 63;

}  // namespace

// What is at an entrance of the network, [T * B, F]: x' and x - x', where it is between these, and
// the sum of the gradients, of a piece of the way and of all that went before it.
struct Attribution::Way {
  View lay(int place, ConstView like) { return buffers[place].view(like.rows, like.cols); }

  std::size_t input;
  bool by_token;
  View from, by, now, part, sum;
  Buffer buffers[5];
};

Attribution::Attribution(const Sequential& model, Inputs x, const AttributionConfig& config,
                         std::optional<Inputs> baseline)
    : config_(config),
      network_(std::make_unique<Network>(model.network().traced())),
      x_(std::move(x)),
      baseline_(std::move(baseline)),
      batches_(x_.size(), samples_at_once),
      d_ys_(network_->outputs()) {
  require_range(config_.steps >= 1 && config_.steps <= most_steps, "expected steps of 1 to ",
                most_steps, " in attribute, got ", config_.steps);
  check_output();
  if (baseline_) check_baseline();
  if (config_.method == AttributionMethod::gradient) {
    at_ = weight_ = {1};
  } else {
    gauss_legendre(static_cast<int>(config_.steps), at_, weight_);
  }
  for (const Entrance& its : network_->entrances()) {
    ways_.push_back({its.input, network_->input(its.input).tokens, {}, {}, {}, {}, {}, {}});
  }
  now_.resize(ways_.size());
  for (std::size_t k = 0; k < network_->inputs(); ++k) add_result(k);
}

Attribution::Attribution(Attribution&&) noexcept = default;
Attribution& Attribution::operator=(Attribution&&) noexcept = default;
Attribution::~Attribution() = default;

void Attribution::check_output() const {
  require_range(config_.of < network_->outputs(), "expected one of ", network_->outputs(),
                " outputs, got ", config_.of);
  const Slot& slot = network_->output_slot(config_.of);
  const Signature& out = slot.signature;
  const std::string& name = network_->output_name(config_.of);
  const std::vector<Index>& place = config_.output;
  require(place.size() == (out.sequence ? 2 : 1), "expected output in attribute to be ",
          out.sequence ? "[step, index]" : "an index", " of '", name, "', got ", place.size(),
          " numbers");
  require_range(place.back() >= 0 && place.back() < out.features, "expected output below ",
                out.features, " of '", name, "', got ", place.back());
  if (!out.sequence) return;
  const Steps steps = x_.steps_in(slot);
  for (Index n = 0; n < steps.count(); ++n) {
    require_range(place[0] >= 0 && place[0] < steps.length(n), "expected a step below ",
                  steps.length(n), " in output, as sample ", n, " of '", name, "' has, got ",
                  place[0]);
  }
}

void Attribution::check_baseline() const {
  for (std::size_t k = 0; k < x_.each().size(); ++k) {
    const Steps &its = baseline_->each()[k].steps(), &x = x_.each()[k].steps();
    const bool alike =
        its.count() == x.count() && its.longest() == x.longest() && its.lengths() == x.lengths();
    require(alike, "expected a baseline of as many samples and steps as x in ",
            network_->input_name(k), ", got others");
  }
}

void Attribution::add_result(std::size_t input) {
  const Signature& in = network_->input(input);
  const Steps& steps = x_.each()[input].steps();
  Tensor& result = results_.emplace_back();
  result.shape = {steps.count()};
  if (in.sequence) result.shape.push_back(steps.longest());
  if (!in.tokens) {
    const Shape row = row_axes(in);
    result.shape.insert(result.shape.end(), row.begin(), row.end());
  }
  result.lengths = steps.lengths();
  result.data = std::vector<float>(static_cast<std::size_t>(result.size()));
}

bool Attribution::step() {
  if (pieces_.empty()) {
    if (batches_.done()) return false;
    begin();
  }
  add_gradient(pieces_.back());
  if (next_ < at_.size()) return true;
  Piece done = std::move(pieces_.back());
  pieces_.pop_back();
  end(std::move(done));
  if (pieces_.empty()) std::ranges::for_each(ways_, [this](const Way& way) { put(way); });
  return true;
}

// A batch, whose x the network keeps: with it which steps are padding.
void Attribution::begin() {
  samples_ = batches_.next();
  next_ = 0;
  cuts_ = 0;
  if (baseline_) {
    network_->forward(baseline_->gather(samples_), nullptr, {});
    for (std::size_t n = 0; n < ways_.size(); ++n) {
      const ConstView its = network_->at_entrance(n);
      ways_[n].from = ways_[n].lay(0, its);
      std::ranges::copy(its, ways_[n].from.data);
    }
  }
  network_->forward(x_.gather(samples_), nullptr, {});
  for (std::size_t n = 0; n < ways_.size(); ++n) {
    const ConstView x = network_->at_entrance(n);
    Way& way = ways_[n];
    if (!baseline_) (way.from = way.lay(0, x)).fill(0);
    way.by = way.lay(1, x);
    std::ranges::transform(x, way.from, way.by.data, std::minus<float>());
    now_[n] = way.now = way.lay(2, x);
    (way.part = way.lay(3, x)).fill(0);
    (way.sum = way.lay(4, x)).fill(0);
  }
  pieces_.push_back({0, 1, F_at(0), F_at(1)});
  const Piece& whole = pieces_.back();
  whole_.clear();
  for (std::size_t b = 0; b < samples_.size(); ++b) {
    whole_.push_back(std::abs(whole.F_to[b] - whole.F_from[b]));
  }
}

// x' + at (x - x')
void Attribution::go_to(double at) {
  for (Way& way : ways_) {
    std::ranges::copy(way.from, way.now.data);
    kernels::add_scaled(static_cast<float>(at), way.by.data, way.now.data, way.now.size());
  }
}

std::vector<float> Attribution::F_at(double at) {
  go_to(at);
  const ConstView y = network_->forward_from(now_)[config_.of].values;
  std::vector<float> F;
  for (Index b = 0; b < B(); ++b) F.push_back(y.row(first_row() + b)[config_.output.back()]);
  return F;
}

void Attribution::add_gradient(const Piece& piece) {
  const double length = piece.to - piece.from;
  go_to(piece.from + length * at_[next_]);
  const auto weight = static_cast<float>(length * weight_[next_++]);
  const auto y = network_->forward_from(now_);
  for (std::size_t k = 0; k < y.size(); ++k) d_ys_[k] = wanted(k, y[k].values);
  network_->backward(d_ys_);
  for (std::size_t n = 0; n < ways_.size(); ++n) {
    const View d = network_->gradient_at_entrance(n), part = ways_[n].part;
    if (d.data) kernels::add_scaled(weight, d.data, part.data, part.size());
  }
}

// Does it sum to the difference between its ends?
bool Attribution::fits(const Piece& piece) const {
  for (Index b = 0; b < B(); ++b) {
    const auto n = static_cast<std::size_t>(b);
    float off = piece.F_from[n] - piece.F_to[n];
    for (const Way& way : ways_) {
      for (Index row = b; row < way.by.rows; row += B()) {
        off += kernels::dot(way.part.row(row), way.by.row(row), way.by.cols);
      }
    }
    const float noise = 1e-5f * (std::abs(piece.F_from[n]) + std::abs(piece.F_to[n]));
    if (!(std::abs(off) <= 2e-3f * whole_[n] + noise)) return false;
  }
  return true;
}

// Takes it, or cuts it in two.
void Attribution::end(Piece piece) {
  next_ = 0;
  const bool cuts = config_.method != AttributionMethod::gradient && !fits(piece);
  if (cuts && cuts_ < most_cuts) {
    ++cuts_;
    const double middle = (piece.from + piece.to) / 2;
    const auto F = F_at(middle);
    pieces_.push_back({middle, piece.to, F, std::move(piece.F_to)});
    pieces_.push_back({piece.from, middle, std::move(piece.F_from), F});
  } else {
    for (const Way& way : ways_)
      kernels::add_scaled(1, way.part.data, way.sum.data, way.sum.size());
  }
  for (const Way& way : ways_) way.part.fill(0);
}

// dF/dy [T * B, K]: 1 where F is, for every sample.
View Attribution::wanted(std::size_t output, ConstView y) {
  if (output != config_.of) return {};
  const View d = d_y_.view(y.rows, y.cols);
  d.fill(0);
  for (Index b = 0; b < B(); ++b) d.row(first_row() + b)[config_.output.back()] = 1;
  return d;
}

// An input may have several ways in.
void Attribution::put(const Way& way) {
  const Index F = way.sum.cols;
  if (way.by_token || config_.method == AttributionMethod::integrated_gradients) {
    kernels::multiply(way.sum.data, way.by.data, way.sum.data, way.sum.size());
  }
  const Steps& steps = x_.each()[way.input].steps();
  float* to = std::get<std::vector<float>>(results_[way.input].data).data();
  for (Index b = 0; b < B(); ++b) {
    const Index n = samples_[static_cast<std::size_t>(b)];
    for (Index t = 0; t < steps.length(n); ++t) {
      const Index step = steps.begin(n) + t;
      const float* its = way.sum.row(t * B() + b);
      if (way.by_token) {
        to[step] += std::accumulate(its, its + F, 0.0f);
      } else {
        kernels::add_scaled(1, its, to + step * F, F);
      }
    }
  }
}

}  // namespace lstm
