// Graphs: several inputs and outputs, forks, merges, layers used twice, states given and returned.
#include "graphs.hpp"
#include "lstm/model_file.hpp"
#include "lstm/state_dict.hpp"
#include "lstm/summary.hpp"

using namespace graphs;

TEST_CASE("what forks and merges has the gradients of all its readers") {
  Sequential model =
      compiled({{sequences("x"), every_step(4), DenseConfig{4}, AddConfig{}, MultiplyConfig{},
                 AverageConfig{}, ConcatenateConfig{}, DenseConfig{2}},
                {{}, {{0}}, {{1}}, {{1}, {2}}, {{1}, {3}}, {{4}, {1}, {2}}, {{5}, {1}}, {{6}}},
                {{7}}});
  check_gradients(model, of({N, T, 2}));
}

TEST_CASE("what layers change in place is not what others read") {
  Sequential model =
      compiled({{sequences("x"), every_step(4), LayerNormalizationConfig{},
                 ActivationConfig{ActivationKind::tanh}, AddConfig{}, DenseConfig{1}},
                {{}, {{0}}, {{1}}, {{1}}, {{1}, {2}, {3}}, {{4}}},
                {{5}}});
  check_gradients(model, of({N, T, 1}));
}

TEST_CASE("a layer used twice has one set of weights and the sum of both gradients") {
  Sequential model = compiled({{sequences("x"), DenseConfig{3}, SharedConfig{.of = 1},
                                every_step(3), SharedConfig{.of = 3}, DenseConfig{1}},
                               {{}, {{0}}, {{1}}, {{2}}, {{3}}, {{4}}},
                               {{5}}});
  CHECK(state_dict(model.network()).size() == 2 + 4 + 2);
  check_gradients(model, of({N, T, 1}));
}

TEST_CASE("gradients go into the states that a layer is given, and come from those that it gives") {
  for (const bool masked : {false, true}) {
    CAPTURE(masked);
    LstmConfig reader = every_step(4), encoder{.units = 4};
    encoder.return_state = true;
    Sequential model = compiled({{sequences("x"), sequences("z"), encoder, reader, DenseConfig{1}},
                                 {{}, {}, {{0}}, {{1}, {2, 1}, {2, 2}}, {{3}}},
                                 {{4}}});
    Samples samples = of({N, T, 1});
    samples.x.push_back(normals({N, T, F}, 9));
    if (masked) {  // sequences of unequal lengths in the encoder
      Tensor& x = samples.x[0];
      x.lengths = {5, 2, 1, 3};
      std::get<std::vector<float>>(x.data).resize(11 * F);
    }
    check_gradients(model, std::move(samples));
  }
}

TEST_CASE("both directions take states and give them") {
  GruConfig gru{.units = 2};
  gru.return_state = true;
  GruConfig next{.units = 2, .return_sequences = true};
  Sequential model = compiled(
      {{sequences("x"), BidirectionalConfig{gru}, BidirectionalConfig{next}, DenseConfig{1}},
       {{}, {{0}}, {{0}, {1, 1}, {1, 2}}, {{2}}},
       {{3}}});
  check_gradients(model, of({N, T, 1}));
}

TEST_CASE("a bidirectional layer by hand gives what the layer gives") {
  LstmConfig backwards{.units = 3};
  backwards.go_backwards = true;
  Sequential graph({{sequences("x"), LstmConfig{.units = 3}, backwards, ConcatenateConfig{}},
                    {{}, {{0}}, {{0}}, {{1}, {2}}},
                    {{3}}});
  Sequential chain({BidirectionalConfig{LstmConfig{.units = 3, .input_features = F}}});
  auto dict = state_dict(graph.network());
  auto names = state_dict(chain.network());
  for (std::size_t n = 0; n < dict.size(); ++n) dict[n].name = names[n].name;
  load_state_dict(chain.network(), dict);
  const Tensor x = normals({N, T, F}, 1);
  CHECK(graph.predict(x).data == chain.predict(x).data);
}

TEST_CASE("each output has a loss, and its weight in the sum") {
  const Graph graph{
      {sequences("x"), every_step(3), DenseConfig{.units = 1, .name = "steps"},
       LstmConfig{.units = 2},
       DenseConfig{.units = 2, .activation = ActivationKind::softmax, .name = "kind"}},
      {{}, {{0}}, {{1}}, {{1}}, {{3}}},
      {{2}, {4}}};
  Sequential model(graph, 7);
  model.compile(
      {.optimizer = {.rule = SgdConfig{}, .learning_rate = 0.01f},
       .metrics = {},
       .losses = {LossKind::mean_squared_error, LossKind::sparse_categorical_crossentropy},
       .loss_weights = {2, 0.5f}});
  CHECK(model.log_names() == std::vector<std::string>{"loss", "steps_loss", "kind_loss"});
  Samples samples = of({N, T, 1});
  samples.y.push_back({{N}, std::vector<Token>{0, 1, 1, 0}});
  Dataset data = model.dataset(samples.examples());
  const Scores scores = model.score(whole(data));
  CHECK(scores.loss() ==
        doctest::Approx(2 * scores.each()[0].loss() + 0.5 * scores.each()[1].loss()));
  check_gradients(model, std::move(samples));
}

TEST_CASE("padding is traced from the input that has it") {
  const Graph graph{{InputConfig{.tokens = true, .shape = {.features = 1, .sequence = true}},
                     EmbeddingConfig{5, 3, true}, sequences("z"), every_step(2), AddConfig{},
                     every_step(3), DenseConfig{1}},
                    {{}, {{0}}, {}, {{1}}, {{1}, {2}}, {{4}}, {{5}}},
                    {{6}}};
  Sequential model = compiled(graph);
  Samples samples{{{{2, 3}, std::vector<Token>{1, 2, 0, 3, 0, 0}}, normals({2, 3, 3}, 2)},
                  {normals({2, 3, 1}, 3)}};
  const double loss = model.train_on_batch(samples.examples()).front().loss_sum;
  CHECK(model.train_on_batch(samples.examples()).front().count == 3);
  for (const std::size_t masked : {2, 4, 5}) {
    std::get<std::vector<float>>(samples.y[0].data)[masked] = 1e6f;
  }
  CHECK(compiled(graph).train_on_batch(samples.examples()).front().loss_sum == loss);
}

TEST_CASE("a graph comes back from its file") {
  Graph graph{{sequences("x"), every_step(3), SharedConfig{.of = 1}, DenseConfig{1}},
              {{}, {{0}}, {{1}}, {{2}}},
              {{3}}};
  graph.layers[1] = LstmConfig{.units = F, .return_sequences = true};
  Sequential model = compiled(graph);
  Samples samples = of({N, T, 1});
  model.train_on_batch(samples.examples());
  const auto again = load_model(save(model, true));
  const Tensor& x = samples.x[0];
  CHECK(again->predict(x).data == model.predict(x).data);
  CHECK(save(*again, true) == save(model, true));
  CHECK(summary(again->network()) == summary(model.network()));
}

TEST_CASE("what makes no graph is refused by name") {
  const auto refused = [](Graph graph, const char* words) {
    CHECK_THROWS_WITH_AS(Sequential{std::move(graph)}, words, std::invalid_argument);
  };
  refused({{sequences("x"), DenseConfig{1}}, {{}, {{1}}}, {{1}}},
          "lstm: expected 'dense' to read earlier layers, got number 1");
  refused({{sequences("x"), DenseConfig{1}}, {{}, {{0, 1}}}, {{1}}},
          "lstm: expected an output of 'x', which has 1, got number 1");
  refused({{sequences("x"), DenseConfig{1}}, {{}, {}}, {{1}}},
          "lstm: expected 'dense' to read a layer or an input");
  refused({{sequences("x"), sequences("z"), DenseConfig{1}}, {{}, {}, {{0}}}, {{2}}},
          "lstm: expected input 'z' to be read by a layer");
  refused({{sequences("x"), DenseConfig{1}}, {{}, {{0}}}, {{0}}},
          "lstm: expected outputs to be of layers, got an input");
  refused({{sequences("x"), DenseConfig{1}, DenseConfig{1}}, {{}, {{0}}, {{0}, {1}}}, {{2}}},
          "lstm: expected one input of 'dense_1', got 2");
  refused({{sequences("x"), LstmConfig{.units = 2}, AddConfig{}}, {{}, {{0}}, {{0}, {1}}}, {{2}}},
          "lstm: expected sequences or vectors as inputs of 'add', got both");
  refused({{sequences("x"), every_step(2), AddConfig{}}, {{}, {{0}}, {{0}, {1}}}, {{2}}},
          "lstm: expected inputs of 3 features in 'add', got 2");
  refused({{sequences("x"), DenseConfig{2}, SharedConfig{.of = 1}}, {{}, {{0}}, {{1}}}, {{2}}},
          "lstm: expected 'shared' to read what fits the weights of 'dense'");
  refused({{sequences("x"), LstmConfig{.units = 2}, every_step(2)}, {{}, {{0}}, {{0}, {1}}}, {{2}}},
          "lstm: expected 2 parts as the initialState of 'lstm_1', got 1");
  refused({{sequences("x"), DenseConfig{1}}},
          "lstm: expected 'x' in model(), among what its outputs come from");
}
