// A stack of layers, and calls of the library in any order, with sizes and numbers that are now and
// then wrong: each works, or says no and changes nothing.
#include <cstring>

#include "choices.hpp"
#include "graph/network.hpp"
#include "lstm/attribution.hpp"
#include "lstm/early_stopping.hpp"
#include "lstm/model_file.hpp"
#include "lstm/parallel.hpp"
#include "lstm/reading.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/stream.hpp"
#include "lstm/summary.hpp"
#include "lstm/trainer.hpp"

using namespace lstm;
using fuzz::Choices;

namespace {

// Weights larger than this are not asked for here: a wild size that fits is no mistake.
constexpr double most_weights = 1e5;

// NaN too; of as many numbers.
bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

class Caller {
 public:
  Caller(Choices& choose, Sequential& model) : choose_(choose), model_(model) {}

  // One more call. A training step may diverge, and says so.
  void call() {
    const std::vector<float> before = weights();
    const auto which = choose_.of(0, 16);
    try {
      run(which);
      return;
    } catch (const std::invalid_argument&) {
    } catch (const std::out_of_range&) {
    } catch (const std::runtime_error&) {
    } catch (const std::logic_error& error) {
      fuzz::expect(!model_.is_compiled(), error.what());
    }
    if (which == fit) return;  // steps that went well came before
    const std::vector<float> now = weights();
    fuzz::expect(same_bits(now, before), "a call that says no to change no weight");
  }

 private:
  enum { fit = 3 };

  std::vector<float> weights() const {
    const auto values = std::as_const(model_).parameters().values();
    return {values.begin(), values.end()};
  }

  Tensor inputs(Index samples, Index time) {
    const Signature in = model_.network().input();
    Shape shape{samples};
    if (in.sequence) shape.push_back(in.time > 0 ? in.time : time);
    if (!in.tokens && in.axes.empty()) shape.push_back(in.features);
    shape.insert(shape.end(), in.axes.begin(), in.axes.end());
    return choose_.tensor(shape, in.tokens ? in.features : 0);
  }

  Tensor targets(Index samples, Index time) {
    const Signature in = model_.network().input(), out = model_.network().output();
    Shape shape{samples};
    const Activations x{in.time > 0 ? in.time : time, samples, {}, {}, {}};
    if (out.sequence) shape.push_back(model_.network().rows(0, std::span(&x, 1)) / samples);
    const bool sparse = model_.compiled().loss == LossKind::sparse_categorical_crossentropy;
    if (!sparse) shape.push_back(out.features);
    return choose_.tensor(shape, sparse ? out.features : 0);
  }

  void compile() {
    constexpr LossKind of_head[] = {LossKind::mean_squared_error, LossKind::binary_crossentropy,
                                    LossKind::mean_absolute_error, LossKind::mean_squared_error,
                                    LossKind::sparse_categorical_crossentropy};
    const auto head = static_cast<std::size_t>(model_.network().head());
    LossKind loss = head < std::size(of_head) ? of_head[head] : LossKind::mean_squared_error;
    if (choose_.rarely()) loss = static_cast<LossKind>(choose_.of(0, 4));
    if (loss == LossKind::sparse_categorical_crossentropy && choose_.toss()) {
      loss = LossKind::categorical_crossentropy;
    }
    model_.compile(
        {loss, fuzz::optimizer(choose_), {choose_.toss(), choose_.toss(), choose_.toss()}});
  }

  void run_fit(const Tensor& x, const Tensor& y) {
    Trainer trainer(model_, model_.dataset(x, y), model_.dataset(x, y),
                    {.epochs = choose_.of(0, 3),
                     .initial_epoch = choose_.of(0, 1),
                     .batch_size = choose_.size(1, 4),
                     .shuffle = choose_.toss()});
    EarlyStopping stopping({.patience = choose_.of(0, 2),
                            .mode = static_cast<MonitorMode>(choose_.of(0, 2)),
                            .restore_best_weights = choose_.toss()});
    for (FitEvent event; (event = trainer.step()) != FitEvent::done;) {
      if (event != FitEvent::epoch) continue;
      if (stopping.update(trainer.epoch(), trainer.training().loss(),
                          std::as_const(model_).parameters())) {
        break;
      }
    }
    stopping.restore(model_.parameters());
  }

  void run_stream(Index batch, Index steps) {
    Stream stream(model_, batch);
    const Signature in = model_.network().input();
    for (Index t = 0; t < 4 * steps; ++t) {
      for (float& value : stream.inputs().front()) {
        const bool known = in.tokens && !choose_.rarely();
        value = known ? static_cast<float>(choose_.of(0, in.features - 1)) : choose_.number(-1, 1);
      }
      for (const ConstView y : stream.step()) fuzz::expect(y.rows % batch == 0, "a row a sequence");
      if (choose_.rarely()) stream.reset();
    }
  }

  void change_states() {
    States states = model_.states();
    for (State& state : states) {
      if (!choose_.toss()) continue;
      const auto size = static_cast<std::size_t>(choose_.of(0, 12));
      for (auto& part : state) {
        part.assign(size + (choose_.rarely() ? 1 : 0), choose_.number(-1, 1));
      }
    }
    model_.set_states(states);
  }

  void change_weights() {
    auto dict = state_dict(model_.network());
    if (dict.empty()) return;
    auto& one = dict[static_cast<std::size_t>(choose_.of(0, 255)) % dict.size()];
    for (float& value : one.values) value = choose_.number(-1, 1);
    if (choose_.rarely()) one.values.push_back(1);
    if (choose_.rarely()) one.name += "?";
    if (choose_.rarely()) one.shape.push_back(1);
    if (choose_.rarely()) {
      load_what_fits(model_.network(), dict);
    } else {
      load_state_dict(model_.network(), dict);
    }
  }

  void freeze() {
    const auto& configs = model_.network().graph().layers;
    const auto n = static_cast<std::size_t>(choose_.of(0, 255)) % configs.size();
    const std::string name = configs[n].name();
    model_.set_trainable(choose_.rarely() ? name + "?" : name, choose_.toss());
  }

  void run(Index which) {
    const Index samples = choose_.of(1, 5), time = choose_.of(1, 4);
    switch (which) {
      case 0:
        return compile();
      case 1:
      case 2:
        model_.train_on_batch(inputs(samples, time), targets(samples, time));
        return;
      case fit:
        return run_fit(inputs(samples, time), targets(samples, time));
      case 4: {
        const Tensor weights = choose_.tensor({samples}, 0);
        model_.train_on_batch(inputs(samples, time), targets(samples, time), &weights);
        return;
      }
      case 5:
        model_.evaluate(inputs(samples, time), targets(samples, time), choose_.size(1, 4));
        return;
      case 6:
        model_.predict(inputs(samples, time), choose_.size(1, 4));
        return;
      case 7:
        return model_.reset_states();
      case 8:
        return change_states();
      case 9:
        return change_weights();
      case 10: {
        const Bytes bytes = save(model_, choose_.toss());
        const auto again = load_model(bytes);
        const auto values = again->parameters().values();
        fuzz::expect(same_bits(values, weights()), "a saved model to come back");
        return;
      }
      case 11:
        fuzz::expect(!summary(model_.network()).empty(), "a summary");
        return;
      case 12:
        return model_.set_random_states(model_.random_states());
      case 13:
        return freeze();
      case 14:
        return run_stream(samples, time);
      case 15: {
        const auto config = fuzz::attribution(choose_, model_.network().output().sequence);
        Attribution attribution(model_, model_.inputs(inputs(samples, time)), config);
        while (attribution.step()) {
        }
        return;
      }
      default:
        model_.dataset(inputs(samples, time), targets(samples, time));
    }
  }

  Choices& choose_;
  Sequential& model_;
};

void sequential(Choices& choose) {
  static const auto pool = std::make_shared<Pool>(2);
  std::vector<LayerConfig> layers;
  for (Index n = choose.of(1, 5); n > 0; --n) layers.push_back(fuzz::layer(choose));
  double size = 0;
  for (const auto& spec : Network::parameter_specs({layers})) {
    size += static_cast<double>(element_count(spec.shape));
  }
  if (size > most_weights) return;
  Sequential model(layers, 1, choose.toss() ? pool : nullptr);
  Caller caller(choose, model);
  while (choose.left()) caller.call();
}

void language(Choices& choose, const char* cell) {
  LanguageModelConfig config{
      .vocabulary = choose.of(1, 9), .embedding_dim = choose.of(1, 4), .cell = cell};
  config.units = {choose.of(1, 5)};
  if (choose.toss()) config.units.push_back(choose.of(1, 5));
  if (choose.toss()) config.dropout = choose.number(0, 1);
  LanguageModel model(config);
  std::vector<Token> text(static_cast<std::size_t>(choose.of(0, 60)));
  for (Token& token : text) token = static_cast<Token>(choose.of(0, config.vocabulary - 1));
  if (!text.empty() && choose.rarely()) text[0] = static_cast<Token>(choose.of(0, 255)) - 99;
  while (choose.left()) {
    try {
      switch (choose.of(0, 4)) {
        case 0: {
          LanguageTrainer trainer(model, text,
                                  {.sequence_length = choose.size(1, 8),
                                   .batch_size = choose.size(1, 4),
                                   .steps = choose.of(0, 4),
                                   .learning_rate = fuzz::rate(choose),
                                   .clip_norm = choose.number(0, 2)});
          while (!trainer.done()) trainer.step();
          break;
        }
        case 1: {
          LanguageEvaluation evaluation(model, text);
          while (evaluation.step()) {
          }
          break;
        }
        case 2: {
          Generator generator(
              model, text,
              Sampler({choose.number(0, 2), choose.size(0, 4), choose.number(0.1f, 1), 1}));
          for (Index n = choose.of(0, 5); n > 0; --n) {
            const Token token = generator.next();
            fuzz::expect(token >= 0 && token < config.vocabulary, "a token of the vocabulary");
          }
          break;
        }
        case 3: {
          TextScoring scoring(model, text);
          while (scoring.step()) {
          }
          break;
        }
        default: {
          Inspection inspection(model, text);
          while (inspection.step()) {
          }
        }
      }
    } catch (const std::invalid_argument&) {
    } catch (const std::out_of_range&) {
    } catch (const std::runtime_error&) {  // it diverges
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::count();
  Choices choose({data, size});
  const char* cells[] = {"lstm", nullptr, nullptr, nullptr, "gru", "simpleRNN"};
  const char* cell = cells[choose.of(0, 5)];
  fuzz::accepted([&] { cell ? language(choose, cell) : sequential(choose); });
  return 0;
}
