// Every gradient of every layer and loss against central differences of the reference in double.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "reference_model.hpp"

using namespace lstm;

namespace {

struct Problem {
  std::string name;
  std::vector<LayerConfig> layers;
  LossKind loss;
  Index time = 4;
  bool carried_state = false;
  Index samples = 3;
  bool weighted = false;
  bool training = false;  // with dropout
};

constexpr Index vocabulary = 5, input_features = 3;

std::vector<Problem> problems() {
  const EmbeddingConfig embedding{vocabulary, 4};
  const LstmConfig sequences{.units = 5, .return_sequences = true};
  const LstmConfig last{.units = 6};
  const auto binary = LossKind::binary_crossentropy;
  const auto sparse = LossKind::sparse_categorical_crossentropy;
  const auto squared = LossKind::mean_squared_error;
  const LstmConfig backwards{.units = 5, .go_backwards = true};
  const LstmConfig backwards_sequences{.units = 5, .return_sequences = true, .go_backwards = true};
  const LstmConfig everything{
      .units = 5, .return_sequences = true, .dropout = 0.3f, .recurrent_dropout = 0.4f};
  const EmbeddingConfig padded{vocabulary, 4, true};
  using enum ActivationKind;
  std::vector<Problem> all{
      {"embedding, two lstm, sigmoid",
       {embedding, sequences, last, DenseConfig{1, sigmoid}},
       binary},
      {"several sigmoids", {embedding, last, DenseConfig{3, sigmoid}}, binary},
      {"softmax at every step", {embedding, sequences, DenseConfig{4, softmax}}, sparse},
      {"softmax at the end", {embedding, last, DenseConfig{4, softmax}}, sparse},
      {"carried state",
       {embedding, sequences, LstmConfig{.units = 6, .return_sequences = true},
        DenseConfig{4, softmax}},
       sparse,
       4,
       true},
      {"a table larger than the batch",
       {EmbeddingConfig{40, 4}, sequences, last, DenseConfig{1, sigmoid}},
       binary},
      {"an embedding before a dense layer", {embedding, DenseConfig{4, softmax}}, sparse},
      {"one step", {embedding, last, DenseConfig{1, sigmoid}}, binary, 1},
      {"one token", {embedding, last, DenseConfig{1, sigmoid}}, binary, 1, false, 1},
      {"no biases",
       {embedding, LstmConfig{.units = 5, .use_bias = false},
        DenseConfig{.units = 2, .use_bias = false}},
       squared},
      {"real input, the lstm's own output",
       {LstmConfig{.units = 17, .input_features = input_features}},
       squared},
      {"real input, two dense layers",
       {LstmConfig{.units = 5, .return_sequences = true, .input_features = input_features},
        DenseConfig{6, tanh}, DenseConfig{2, linear}},
       squared},
  };
  const auto with_loss = [&](const char* name, const ActivationKind head, LossKind loss) {
    for (const bool weighted : {false, true}) {
      all.push_back(
          {name, {embedding, sequences, DenseConfig{4, head}}, loss, 4, false, 3, weighted});
    }
    all.push_back({name, {embedding, last, DenseConfig{2, head}}, loss, 4, false, 3, true});
  };
  with_loss("binary cross-entropy", sigmoid, binary);
  with_loss("categorical cross-entropy", softmax, LossKind::categorical_crossentropy);
  with_loss("squared error", linear, squared);
  with_loss("absolute error", tanh, LossKind::mean_absolute_error);
  all.push_back({"weighted softmax",
                 {embedding, sequences, DenseConfig{4, softmax}},
                 sparse,
                 4,
                 false,
                 3,
                 true});
  for (const auto activation : {linear, sigmoid, tanh, relu, softmax}) {
    all.push_back(
        {"activation", {embedding, last, DenseConfig{8, activation}, DenseConfig{2}}, squared});
    all.push_back(
        {"activation at the end", {embedding, last, DenseConfig{8, activation}}, squared});
  }
  all.insert(
      all.end(),
      {
          {"backwards, to the end", {embedding, backwards, DenseConfig{1, sigmoid}}, binary},
          {"backwards at every step",
           {embedding, backwards_sequences, last, DenseConfig{1, sigmoid}},
           binary},
          {"backwards, the lstm's own output, carried state",
           {LstmConfig{.units = 5,
                       .return_sequences = true,
                       .go_backwards = true,
                       .input_features = input_features}},
           squared,
           4,
           true},
          {"layer normalization",
           {embedding, sequences, LayerNormalizationConfig{}, DenseConfig{4, softmax}},
           sparse},
          {"wide layer normalization at the end",
           {LstmConfig{.units = 19, .input_features = input_features},
            LayerNormalizationConfig{.epsilon = 0.1f}},
           squared},
          {"padding", {padded, sequences, last, DenseConfig{1, sigmoid}}, binary, 6},
          {"padding at every step",
           {padded, sequences, LayerNormalizationConfig{}, DenseConfig{4, softmax}},
           sparse,
           6},
          {"padding, backwards, carried state",
           {padded, backwards_sequences, LstmConfig{.units = 5, .return_sequences = true},
            DenseConfig{4, softmax}},
           sparse,
           6,
           true},
          {"padding, both ways",
           {padded, BidirectionalConfig{sequences}, BidirectionalConfig{last},
            DenseConfig{1, sigmoid}},
           binary,
           6},
          {"padding, both ways, carried state",
           {padded, sequences, BidirectionalConfig{sequences}, DenseConfig{4, softmax}},
           sparse,
           6,
           true},
          {"padding and dropout",
           {padded, DropoutConfig{0.2f}, everything, everything, DenseConfig{4, softmax}},
           sparse,
           6,
           false,
           3,
           false,
           true},
          {"dropout",
           {embedding, DropoutConfig{0.4f}, sequences, DropoutConfig{0.3f}, last,
            DropoutConfig{0.5f}, DenseConfig{1, sigmoid}},
           binary,
           4,
           false,
           3,
           false,
           true},
          {"dropout before an lstm, out of training",
           {embedding, DropoutConfig{0.4f}, DropoutConfig{0.4f}, last, DenseConfig{1, sigmoid}},
           binary},
          {"dropout before a dense layer, out of training",
           {embedding, DropoutConfig{0.4f}, DenseConfig{4, softmax}},
           sparse},
          {"dropout before both ways, out of training",
           {padded, DropoutConfig{0.4f}, BidirectionalConfig{everything}, DenseConfig{4, softmax}},
           sparse},
          {"dropout, out of training",
           {embedding, DropoutConfig{0.4f}, everything, DropoutConfig{0.5f},
            DenseConfig{4, softmax}},
           sparse},
          {"dropout in the lstm",
           {embedding, everything, everything, DenseConfig{4, softmax}},
           sparse,
           4,
           true,
           3,
           false,
           true},
          {"recurrent dropout and a table",
           {embedding, LstmConfig{.units = 5, .recurrent_dropout = 0.3f}, DenseConfig{1, sigmoid}},
           binary,
           4,
           false,
           3,
           false,
           true},
          {"dropout both ways",
           {embedding, BidirectionalConfig{everything}, BidirectionalConfig{everything},
            DenseConfig{4, softmax}},
           sparse,
           4,
           false,
           3,
           false,
           true},
      });
  for (const auto merge : {MergeMode::concat, MergeMode::sum, MergeMode::ave, MergeMode::mul}) {
    all.push_back({"both ways at every step",
                   {embedding, BidirectionalConfig{sequences, merge}, DenseConfig{4, softmax}},
                   sparse});
    all.push_back({"both ways",
                   {embedding, BidirectionalConfig{sequences, merge},
                    BidirectionalConfig{last, merge}, DenseConfig{1, sigmoid}},
                   binary});
  }
  return all;
}

struct Data {
  Tensor x, y, weights;

  Data(const Network& network, const Problem& problem, Random& random) {
    const bool tokens = network.input().tokens;
    x.shape = {problem.samples, problem.time};
    if (tokens) {
      std::vector<Token> values(static_cast<std::size_t>(x.size()));
      for (auto& value : values) value = static_cast<Token>(random.below(vocabulary));
      x.data = values;
    } else {
      x.shape.push_back(input_features);
      x.data = normals(x.size(), random);
    }
    const Signature out = network.output();
    const bool sparse = problem.loss == LossKind::sparse_categorical_crossentropy;
    y.shape = {problem.samples};
    if (out.sequence) y.shape.push_back(problem.time);
    if (!sparse) y.shape.push_back(out.features);
    std::vector<float> targets = normals(y.size(), random);
    for (auto& target : targets) {
      if (sparse) target = static_cast<float>(random.below(out.features));
      if (problem.loss == LossKind::binary_crossentropy) target = target > 0 ? 1.0f : 0.0f;
      if (problem.loss == LossKind::categorical_crossentropy) target = std::abs(target);
    }
    y.data = targets;
    weights.shape = {problem.samples};
    if (out.sequence) weights.shape.push_back(problem.time);
    weights.data = std::vector<float>(static_cast<std::size_t>(weights.size()), 1.0f);
    if (problem.weighted) weights.data = normals(weights.size(), random);
    if (problem.weighted) std::get<std::vector<float>>(weights.data)[1] = 0;
  }

  static std::vector<float> normals(Index size, Random& random) {
    std::vector<float> values(static_cast<std::size_t>(size));
    for (auto& value : values) value = random.normal();
    return values;
  }
};

// The mean loss that the reference gives for the same data.
double reference_loss(const reference::Model& model, const Problem& problem, const Data& data) {
  const bool head = !takes_logits(problem.loss);
  const auto y = as_values(data.y);
  const std::vector<double> targets(y.begin(), y.end());
  const auto weights = as_values(data.weights);
  double sum = 0;
  std::size_t rows = 0;
  const bool sparse = problem.loss == LossKind::sparse_categorical_crossentropy;
  for (Index n = 0; n < problem.samples; ++n) {
    std::vector<Token> tokens;
    reference::Sequence vectors;
    if (const auto* all = std::get_if<std::vector<Token>>(&data.x.data)) {
      tokens.assign(all->begin() + n * problem.time, all->begin() + (n + 1) * problem.time);
    } else {
      const auto& values = std::get<std::vector<float>>(data.x.data);
      for (Index t = 0; t < problem.time; ++t) {
        const auto from = values.begin() + (n * problem.time + t) * input_features;
        vectors.emplace_back(from, from + input_features);
      }
    }
    for (const auto& row : model.outputs(tokens, vectors, head, static_cast<std::size_t>(n))) {
      const std::size_t width = sparse ? 1 : row.size();
      sum += weights[rows] * reference::loss(problem.loss, row, targets.data() + rows * width);
      ++rows;
    }
  }
  return sum / static_cast<double>(rows);
}

// Float32 arithmetic against exact: some roundings (6e-8) a product, over sums of a few dozen.
constexpr double tolerance = 1e-5;
constexpr double h = 1e-5;  // error of the central difference: h^2, and 1e-16 / h; both 1e-10

void check_problem(const Problem& problem) {
  CAPTURE(problem.name);
  Sequential model(problem.layers, 5);
  model.compile({.loss = problem.loss});
  Random random(9);
  Network& network = model.network();
  for (const auto& tensor : network.parameters().tensors()) {  // so that no bias is zero
    for (Index n = 0; n < tensor.value.size(); ++n) tensor.value.data[n] += 0.2f * random.normal();
  }
  const Data data(network, problem, random);
  reference::Model exact(problem.layers, network.parameters());

  States states = network.zero_states();
  if (problem.carried_state) {
    // For each half of a layer; the same in every sample.
    const auto carry = [&](Index H, State& to) {
      const auto h0 = Data::normals(H, random), c0 = Data::normals(H, random);
      exact.initial_states.push_back({{h0.begin(), h0.end()}, {c0.begin(), c0.end()}});
      to.h.insert(to.h.end(), h0.begin(), h0.end());
      to.c.insert(to.c.end(), c0.begin(), c0.end());
    };
    for (std::size_t n = 0; n < problem.layers.size(); ++n) {
      State one;
      if (const auto* lstm = std::get_if<LstmConfig>(&problem.layers[n])) carry(lstm->units, one);
      if (const auto* both = std::get_if<BidirectionalConfig>(&problem.layers[n])) {
        for (int half = 0; half < 2; ++half) carry(both->layer.units, one);
      }
      for (Index b = 0; b < problem.samples; ++b) {
        states[n].h.insert(states[n].h.end(), one.h.begin(), one.h.end());
        states[n].c.insert(states[n].c.end(), one.c.begin(), one.c.end());
      }
    }
  }

  Dataset set = model.dataset(data.x, data.y, problem.weighted ? &data.weights : nullptr);
  std::vector<Index> all(static_cast<std::size_t>(problem.samples));
  std::iota(all.begin(), all.end(), Index{0});
  const Batch batch = set.gather(all);
  const bool head = !takes_logits(problem.loss);
  Random masks(31);
  if (problem.training) {
    exact.draw_masks(network.input().features, problem.time, problem.samples, masks);
  }
  const ConstView y =
      network
          .forward(batch.x, &states, head ? Network::Until::head : Network::Until::logits,
                   problem.training ? &masks : nullptr)
          .values;
  Buffer buffer;
  const View d_y = buffer.view(y.rows, y.cols);
  const Score result = score(problem.loss, y, batch.y, static_cast<double>(y.rows), d_y);
  CHECK(result.loss() == doctest::Approx(reference_loss(exact, problem, data)).epsilon(tolerance));
  network.backward(d_y);

  const auto tensors = network.parameters().tensors();
  for (std::size_t k = 0; k < tensors.size(); ++k) {
    CAPTURE(tensors[k].name);
    double largest = 0, worst = 0;
    for (std::size_t n = 0; n < exact.weight(k).size(); ++n) {
      double& w = exact.weight(k)[n];
      const double at = w;
      w = at + h;
      const double above = reference_loss(exact, problem, data);
      w = at - h;
      const double below = reference_loss(exact, problem, data);
      w = at;
      const double numeric = (above - below) / (2 * h);
      largest = std::max(largest, std::abs(numeric));
      worst = std::max(worst, std::abs(numeric - tensors[k].gradient.data[n]));
    }
    const bool unused = problem.time == 1 && tensors[k].name.ends_with("weight_hh_l0");
    CHECK((largest > 1e-6) != unused);  // h_0 is zero
    CHECK(worst <= tolerance * largest);
  }
}

}  // namespace

TEST_CASE("every gradient equals its central difference") {
  for (const auto& problem : problems()) check_problem(problem);
}
