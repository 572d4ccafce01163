#include "lstm/time_distributed.hpp"

#include <algorithm>

#include "layers/activation.hpp"
#include "layers/kind.hpp"
#include "layers/rearranged.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// What the layer sees of a step.
Signature step_of(const Signature& input) {
  Signature step = input;
  step.sequence = false;
  return signature_of(axes_of(step));
}

// Rows [N, L * F], each a sequence, to and from time-major ones [L * N, F].
void turn(ConstView from, Index outer, Index inner, Index F, View to) {
  for (Index n = 0; n < outer; ++n) {
    for (Index l = 0; l < inner; ++l) {
      std::copy_n(from.data + (n * inner + l) * F, F, to.data + (l * outer + n) * F);
    }
  }
}

class TimeDistributed : public Through {
 public:
  TimeDistributed(std::string name, const Signature& input, Chain chain);

  Signature output() const override { return output_; }
  std::vector<ParameterSpec> parameters() const override;
  void bind(std::span<const Parameter> parameters) override;
  void initialize(Random& random) override;
  void learned() override;
  void weights_changed() override;
  Activations forward(const Activations& x, State* state, Random* random) override;
  View backward(const Activations& x, View d_y, bool want_d_x) override;

 private:
  Activations steps_as_samples(const Activations& x);

  Chain chain_;
  Signature in_, out_;  // of the chain
  Signature output_;
  std::vector<Activations> flow_;  // through the chain, of the last forward
  Buffer x_, y_, d_y_, d_x_;       // of steps that are sequences
};

TimeDistributed::TimeDistributed(std::string its, const Signature& input, Chain chain)
    : Through(std::move(its)),
      chain_(std::move(chain)),
      in_(step_of(input)),
      out_(chain_.back()->output()) {
  const bool carries =
      std::ranges::any_of(chain_, [](const auto& layer) { return layer->stateful(); });
  require(!carries, "expected the layer of '", name(),
          "' to carry no states, got one that is stateful");
  output_ = {out_.features, true, false, input.time};
  output_.axes = out_.axes;
  if (out_.sequence) {
    output_.features = element_count({out_.time, out_.features});
    output_.axes = {out_.time, out_.features};
  }
}

std::vector<ParameterSpec> TimeDistributed::parameters() const {
  std::vector<ParameterSpec> all;
  for (const auto& layer : chain_) {
    for (auto& spec : layer->parameters()) all.push_back(std::move(spec));
  }
  return all;
}

void TimeDistributed::bind(std::span<const Parameter> parameters) {
  for (const auto& layer : chain_) {
    const auto count = layer->parameters().size();
    layer->bind(parameters.first(count));
    parameters = parameters.subspan(count);
  }
}

void TimeDistributed::initialize(Random& random) {
  for (const auto& layer : chain_) layer->initialize(random);
}

void TimeDistributed::learned() {
  for (const auto& layer : chain_) layer->learned();
}

void TimeDistributed::weights_changed() {
  for (const auto& layer : chain_) layer->weights_changed();
}

Activations TimeDistributed::steps_as_samples(const Activations& x) {
  if (!in_.sequence) return {1, x.values.rows, x.values, {}, {}, x.mask};
  const View turned = x_.view(in_.time * x.values.rows, in_.features);
  turn(x.values, x.values.rows, in_.time, in_.features, turned);
  return {in_.time, x.values.rows, turned, {}, {}};
}

Activations TimeDistributed::forward(const Activations& x, State*, Random* random) {
  flow_.clear();
  flow_.push_back(steps_as_samples(x));
  for (const auto& layer : chain_) flow_.push_back(layer->forth_alone(flow_.back(), random));
  const ConstView its = flow_.back().values;
  if (!out_.sequence) return x.with(its);
  const View y = y_.view(x.values.rows, output_.features);
  turn(its, out_.time, x.values.rows, out_.features, y);
  return x.with(y);
}

View TimeDistributed::backward(const Activations& x, View d_y, bool want_d_x) {
  View d = d_y;
  if (out_.sequence) {
    d = d_y_.view(out_.time * d_y.rows, out_.features);
    turn(d_y, d_y.rows, out_.time, out_.features, d);
  }
  for (auto n = chain_.size(); n-- > 0;) d = chain_[n]->back_alone(flow_[n], d, n > 0 || want_d_x);
  if (!want_d_x || !in_.sequence) return d;
  const View d_x = d_x_.view(x.values.rows, x.values.cols);
  turn(d, in_.time, x.values.rows, in_.features, d_x);
  return d_x;
}

// Of three axes, the first is the steps.
Signature as_steps(const Signature& input) {
  if (input.sequence || input.axes.size() != 3) return input;
  Signature steps{.features = input.axes[1] * input.axes[2], .sequence = true};
  steps.time = input.axes[0];
  steps.axes = {input.axes[1], input.axes[2]};
  return steps;
}

// An activation at the end is a layer of its own here, too, for losses to do without.
void add(const LayerConfig& config, std::span<const Signature> inputs, Chain& chain) {
  const Signature& input = inputs.front();
  require_numbers(input, config.name());
  const Signature steps = as_steps(input);
  require(steps.sequence, "expected a sequence as input of '", config.name(),
          "', got one vector a sample");
  if (!input.sequence) {
    chain.push_back(std::make_unique<Rearranged>(config.name() + ".steps", input,
                                                 Arrangement{steps, {{input.features, 1}}}));
  }
  LayerConfig layer = config.is<TimeDistributedConfig>().layer;
  layer.set_name(config.name());
  Chain its;
  const Signature step = step_of(steps);
  layer.kind().add(layer, {&step, 1}, its);
  std::unique_ptr<Layer> head;
  if (its.size() > 1 && its.back()->activation()) {
    head = std::move(its.back());
    its.pop_back();
  }
  chain.push_back(std::make_unique<TimeDistributed>(config.name(), steps, std::move(its)));
  if (head) add_activation(*head->activation(), config.name(), chain);
}

}  // namespace

static void fields(Fields& visit, TimeDistributedConfig& c) {
  LayerField layer(c.layer);
  visit("layer", layer);
  shape_fields(visit, c, any_shape);
}

const LayerKind TimeDistributedConfig::kind =
    kind_of<TimeDistributedConfig>("timeDistributed", "time_distributed", "TimeDistributed", add);

}  // namespace lstm
