#include "layers/recurrent.hpp"

#include <algorithm>

#include "kernels/gates.hpp"
#include "kernels/gemm.hpp"
#include "kernels/vectors.hpp"
#include "layers/dropout.hpp"
#include "layers/initializer.hpp"
#include "layers/turn.hpp"
#include "lstm/error.hpp"

namespace lstm {

namespace {

// y = mask * x
void drop(ConstView mask, ConstView x, View y) {
  kernels::multiply(mask.data, x.data, y.data, y.size());
}

}  // namespace

Recurrent::Recurrent(RecurrentOptions options, std::unique_ptr<Cell> cell,
                     std::span<const Signature> inputs, Half half)
    : Layer(options.name),
      options_(std::move(options)),
      cell_(std::move(cell)),
      input_(inputs.front()),
      half_(half),
      backwards_(options_.go_backwards || half == Half::backward),
      given_(inputs.size() > 1) {
  require_sequence(input_, name());
  check_extent(H(), "units", name());
  check_rate(options_.dropout, "dropout", name());
  check_rate(options_.recurrent_dropout, "recurrentDropout", name());
  const auto parts = cell_->parts().size();
  check_given(inputs.subspan(1));
  for (auto* views : {&parts_, &d_parts_, &d_kept_}) views->resize(parts);
  for (auto* buffers : {&part_buffers_, &d_part_buffers_, &d_kept_buffers_}) buffers->resize(parts);
  step_parts_.resize(parts);
}

void Recurrent::check_given(std::span<const Signature> state) const {
  if (!given_) return;
  require(static_cast<Index>(state.size()) == P(), "expected ", P(),
          " parts as the initialState of '", name(), "', got ", state.size());
  require(!options_.stateful, "expected stateful or an initialState in '", name(), "', got both");
  for (const Signature& part : state) {
    require(!part.sequence && !part.tokens && part.features == H(), "expected [B, ", H(),
            "] as each part of the initialState of '", name(), "', got ",
            part.sequence ? "sequences of " : "", part.features, " features");
  }
}

Signature Recurrent::output() const {
  return {H(), options_.return_sequences, false, options_.return_sequences ? input_.time : 0};
}

std::vector<ParameterSpec> Recurrent::parameters() const {
  const std::string end = half_ == Half::backward ? "_l0_reverse" : "_l0";
  std::vector<ParameterSpec> specs{
      {name() + ".weight_ih" + end, {cell_->gates() * H(), input_.features}}};
  for (auto& spec : cell_->parameters(name(), end)) specs.push_back(std::move(spec));
  return specs;
}

void Recurrent::bind(std::span<const Parameter> parameters) {
  projection_.bind(parameters[0]);
  cell_->bind(parameters.subspan(1));
}

void Recurrent::initialize(Random& random) {
  glorot_uniform(projection_.weight(), input_.features, cell_->gates() * H(), random);
  cell_->initialize(random);
}

void Recurrent::weights_changed() {
  projection_.weights_changed();
  cell_->weights_changed();
}

void Recurrent::forth(const Forth& pass) {
  const Activations& x = pass.x[0];
  lay_out(x, pass.random);
  load(pass);
  scan(x, projection_.forward(drop_inputs(x), z_));
  if (pass.state) save(*pass.state);
  pass.y[0] = options_.return_sequences ? outputs(x) : Activations{1, B_, last(parts_[0]), {}, {}};
  for (std::size_t p = 0; p + 1 < pass.y.size(); ++p) {
    pass.y[1 + p] = {1, B_, last(parts_[p]), {}, {}};
  }
}

void Recurrent::lay_out(const Activations& x, Random* random) {
  const Index T = T_ = x.time, B = B_ = x.batch;
  z_ = z_buffer_.view(T * B, cell_->gates() * H());
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    parts_[p] = part_buffers_[p].view((T + 1) * B, H());
  }
  x_mask_ = h_mask_ = {};
  if (random && options_.dropout > 0) {
    x_mask_ = x_mask_buffer_.view(B, input_.features);
    dropped_x_ = dropped_x_buffer_.view(T * B, input_.features);
    draw_mask(x_mask_, options_.dropout, *random);
  }
  if (random && options_.recurrent_dropout > 0) {
    h_mask_ = h_mask_buffer_.view(B, H());
    dropped_h_ = dropped_h_buffer_.view(T * B, H());
    draw_mask(h_mask_, options_.recurrent_dropout, *random);
  }
}

void Recurrent::load(const Forth& pass) {
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    const View first = before(parts_[p], place(0));
    if (given_) {
      std::ranges::copy(pass.x[1 + p].values, first.data);
    } else if (!pass.state || (*pass.state)[p].empty()) {
      first.fill(0);
    } else {
      std::ranges::copy((*pass.state)[p], first.data);
    }
  }
}

void Recurrent::save(State& state) const {
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    const View its = last(parts_[p]);
    state[p].assign(its.begin(), its.end());
  }
}

Activations Recurrent::drop_inputs(const Activations& x) {
  if (!x_mask_.data) return x;
  for (Index t = 0; t < T_; ++t) {
    drop(x_mask_, x.values.middle_rows(t * B_, B_), block(dropped_x_, t));
  }
  return x.with(dropped_x_);
}

const CellStep& Recurrent::at(Index t) {
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    step_parts_[p] = {before(parts_[p], t), after(parts_[p], t)};
  }
  step_ = {t, block(z_, t), h_mask_.data ? block(dropped_h_, t) : before(parts_[0], t),
           step_parts_};
  return step_;
}

void Recurrent::scan(const Activations& x, ConstView projected) {
  cell_->begin_forward(T_, B_);
  for (Index s = 0; s < T_; ++s) {
    const CellStep& now = at(place(s));
    if (projected.data) kernels::gather_rows(projected, x.tokens.subspan(now.t * B_, B_), now.z);
    if (h_mask_.data) drop(h_mask_, now.h().before, block(dropped_h_, now.t));
    cell_->forward(now);
    if (x.mask.empty()) continue;
    const auto mask = mask_of(x, now.t);
    for (const auto& part : now.parts) kernels::copy_kept(mask, part.before, part.after);
    cell_->keep(mask, now);
  }
}

// h of every step, in the order of reading.
Activations Recurrent::outputs(const Activations& x) {
  const View h = after(parts_[0]);
  if (!turns()) return x.with(h);
  const View y = y_.view(T_ * B_, H());
  turn(h.data, T_, B_, y.cols, x.lengths, y.data);
  mask_.resize(x.mask.size());
  if (!mask_.empty()) turn(x.mask.data(), T_, B_, 1, x.lengths, mask_.data());
  return {T_, B_, y, {}, {}, mask_, x.lengths};
}

void Recurrent::back(const Back& pass) {
  View d_y = pass.d_y[0];
  if (turns() && d_y.data) {
    const View turned = y_.view(d_y.rows, d_y.cols);
    turn(d_y.data, T_, B_, d_y.cols, pass.x[0].lengths, turned.data);
    d_y = turned;
  }
  begin_backward(pass);
  scan_backward(pass, d_y);
  cell_->add_gradients(z_, h_mask_.data ? dropped_h_ : before(parts_[0]));
  pass.d_x[0] = project_back(pass);
  for (std::size_t p = 0; p < d_parts_.size() && given_; ++p) {
    if (pass.wanted[1 + p]) pass.d_x[1 + p] = d_parts_[p];
  }
}

View Recurrent::project_back(const Back& pass) {
  const bool want_d_x = pass.wanted[0] != 0;
  if (!x_mask_.data) return projection_.backward(pass.x[0], z_, cell_->d_bias(), want_d_x);

  const Activations dropped{T_, B_, dropped_x_, {}, {}};
  const View d_x = projection_.backward(dropped, z_, cell_->d_bias(), want_d_x);
  if (!want_d_x) return {};
  for (Index t = 0; t < T_; ++t) drop(x_mask_, block(d_x, t), block(d_x, t));
  return d_x;
}

// d_parts of the last state: what comes back to it, where anything does.
void Recurrent::begin_backward(const Back& pass) {
  for (std::size_t p = 0; p < d_parts_.size(); ++p) {
    d_parts_[p] = d_part_buffers_[p].view(B_, H());
    const View given = 1 + p < pass.d_y.size() ? pass.d_y[1 + p] : View{};
    if (given.data) {
      std::ranges::copy(given, d_parts_[p].data);
    } else {
      d_parts_[p].fill(0);
    }
    if (!pass.x[0].mask.empty()) d_kept_[p] = d_kept_buffers_[p].view(B_, H());
  }
  cell_->begin_backward(B_);
}

void Recurrent::scan_backward(const Back& pass, View d_y) {
  for (Index s = T_ - 1; s >= 0; --s) {
    const CellStep& now = at(place(s));
    const bool has = d_y.data && (options_.return_sequences || s == T_ - 1);
    const View d_y_t = !has ? View{} : options_.return_sequences ? block(d_y, now.t) : d_y;
    const auto mask = mask_of(pass.x[0], now.t);
    if (!mask.empty()) keep(mask, d_y_t);
    cell_->backward(now, d_y_t, d_parts_);
    if (!mask.empty()) cell_->clear(mask, now);
    if (s == 0 && !given_) break;  // nobody asks for more
    step_back(now);
    if (!mask.empty()) hand_on(mask);
  }
}

// d_parts of the state before a step, the products' share of h in it.
void Recurrent::step_back(const CellStep& step) {
  const View d_h = d_parts_[0];
  const View d_h_in = cell_->hands_on_h() ? d_h_in_.view(B_, H()) : d_h;
  cell_->backward_products(step, d_h_in);
  if (h_mask_.data) drop(h_mask_, d_h_in, d_h_in);
  if (cell_->hands_on_h()) kernels::add_scaled(1, d_h_in.data, d_h.data, d_h.size());
}

// A masked step hands the state's gradient on as it is, with its output's, which is h.
void Recurrent::keep(std::span<const Flag> mask, ConstView d_y) {
  for (std::size_t p = 0; p < d_parts_.size(); ++p) {
    kernels::keep_backward(mask, p == 0 ? d_y : ConstView{}, d_parts_[p], d_kept_[p]);
  }
}

void Recurrent::hand_on(std::span<const Flag> mask) {
  for (std::size_t p = 0; p < d_parts_.size(); ++p) {
    kernels::copy_kept(mask, d_kept_[p], d_parts_[p]);
  }
}

std::vector<Look> Recurrent::looks() const {
  std::vector<ConstView> parts;
  for (const View part : parts_) parts.push_back(after(part));
  return cell_->looks(z_, parts);
}

}  // namespace lstm
