#include "learner.hpp"

#include <ctime>
#include <utility>

#include "lstm/early_stopping.hpp"

namespace tasks {
namespace {

Index count_right(const Task& task, Sequential& model, const std::vector<Samples>& all) {
  Index right = 0;
  for (const Samples& samples : all) {
    right += task.right(samples, model.predict(samples.x, samples.size()));
  }
  return right;
}

// Over the steps that something is demanded of.
double loss(Sequential& model, const Samples& samples) {
  std::vector<float> weights;
  for (const Symbols legal : samples.legal) weights.push_back(legal == 0 ? 0 : 1);
  const Tensor by_step{samples.x.shape, std::move(weights)};
  return model.evaluate(samples.x, samples.y, samples.size(), &by_step).loss();
}

bool is_share(Index right, double share, Index of) {
  return static_cast<double>(right) >= share * static_cast<double>(of);
}

}  // namespace

Run learn(Task& task, std::uint64_t seed) {
  const std::clock_t began = std::clock();
  const auto [batch, round, enough, wanted] = task.plan();
  const Index budget = task.facts().budget;
  Sequential model = task.model(seed);
  Random random(~seed);  // another stream than the weights'
  const std::optional<Samples> validation = task.validation();
  lstm::EarlyStopping best({.patience = budget, .restore_best_weights = true});
  Run run;
  while (run.sequences + round <= budget) {
    std::vector<Samples> fresh;
    for (Index n = 0; n < round; n += batch) fresh.push_back(task.draw(random, batch));
    if (enough <= 1 && is_share(count_right(task, model, fresh), enough, round)) break;
    for (const Samples& samples : fresh) model.train_on_batch(samples.x, samples.y);
    run.sequences += round;
    if (validation) {
      best.update(run.sequences, loss(model, *validation), std::as_const(model).parameters());
    }
  }
  best.restore(model.parameters());
  const std::vector<Samples> unseen = task.unseen(random);
  for (const Samples& samples : unseen) run.of += samples.size();
  run.right = count_right(task, model, unseen);
  run.solved = is_share(run.right, wanted, run.of);
  run.seconds = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  return run;
}

}  // namespace tasks
