// endurance <steps>: trains a tiny model for that many steps, which must neither take more memory
// as it goes on nor become slower.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "facts.hpp"
#include "lstm/trainer.hpp"
#include "random_tokens.hpp"

using namespace lstm;

namespace {

constexpr int block = 500;  // steps that are timed together

// In steps of some dozen pages: Linux counts so.
double peak_memory() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
  return static_cast<double>(usage.ru_maxrss);
#else
  return static_cast<double>(usage.ru_maxrss) * 1024;
#endif
}

bool expect(bool ok, const char* what, double before, double after) {
  std::printf("%s: %g at first, %g at last\n", what, before, after);
  return ok;
}

}  // namespace

int main(int count, char** arguments) {
  const long steps = count > 1 ? std::atol(arguments[1]) : 0;
  if (steps < 10 * block) {
    std::fprintf(stderr, "expected a number of steps >= %d\n", 10 * block);
    return 2;
  }
  // Of the table's rows only a few are ever used: the optimizer goes on with the rest all the same.
  Sequential model(
      {EmbeddingConfig{100, 4}, LstmConfig{.units = 4}, DenseConfig{1, ActivationKind::sigmoid}});
  model.compile({.loss = LossKind::binary_crossentropy});
  const Tensor x{{4, 3}, random_tokens(12, 100, 9)}, y{{4}, std::vector<Token>{0, 1, 1, 0}};
  Trainer trainer(model, model.dataset(x, y), {}, {.epochs = 2147483647, .batch_size = 4});
  const auto train = [&](long more) {
    while (more > 0) more -= trainer.step() == FitEvent::batch;
  };

  train(block);
  const double loss = trainer.last_batch().loss();
  double memory = 0;  // after a tenth, when all pages that are ever used have been
  std::vector<double> seconds;
  for (long done = 0; done < steps; done += block) {
    if (memory == 0 && done >= steps / 10) memory = peak_memory();
    const auto begun = std::chrono::steady_clock::now();
    train(block);
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }

  // The fastest block of a part is one that nothing else disturbed.
  const auto tenth = static_cast<std::ptrdiff_t>(seconds.size() / 10);
  const double first = *std::min_element(seconds.begin(), seconds.begin() + tenth);
  const double last = *std::min_element(seconds.end() - tenth, seconds.end());
  const double loss_after = trainer.last_batch().loss(), memory_after = peak_memory();
  const bool good =
      expect(loss_after <= loss, "loss", loss, loss_after) &
      expect(memory_after <= memory + 262144, "bytes of memory", memory, memory_after) &
      expect(last < 1.5 * first, "microseconds a step", 1e6 * first / block, 1e6 * last / block);
  facts::add("steps", static_cast<double>(steps));
  facts::add("memoryBefore", memory);
  facts::add("memoryAfter", memory_after);
  if (const char* suite = std::getenv("LSTM_SUITE"); suite && good) facts::record(suite);
  return good ? 0 : 1;
}
