// A network on several threads: each has a replica of it and takes a slice of every batch.
#pragma once

#include <memory>
#include <vector>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/parallel.hpp"
#include "lstm/score.hpp"
#include "numbers/function_ref.hpp"

namespace lstm {

// Which sequences a thread takes depends on the shapes and the number of threads alone, and slices
// are summed in their order: the same threads give the same numbers, bit for bit. A batch that is
// not worth splitting stays whole, on the caller's thread.
class Replicas {
 public:
  // Without a pool there is one thread. Each draws its dropout from a stream of its own that
  // follows from the seed and the thread's number alone.
  Replicas(Network network, std::shared_ptr<Pool> pool, std::uint64_t seed = 0);

  Network& first() { return slices_.front()->network; }
  const Network& first() const { return slices_.front()->network; }

  // As of a Network.
  void set_trainable(const std::string& layer, bool trainable);

  // The outputs of a batch, each [T * B, K] or of the last step [B, K]; valid until the next call.
  std::span<const View> infer(std::span<const Activations> x, States* states);

  // The streams of dropout, one a thread.
  std::span<Random> streams() { return streams_; }
  std::span<const Random> streams() const { return streams_; }

  // How its outputs are scored: by a loss each, which counts so much in the sum.
  struct Goals {
    std::vector<LossKind> losses;
    std::vector<float> weights;
    Metrics metrics;
  };

  void set_goals(Goals goals);
  const Goals& goals() const { return goals_; }

  // The loss of a batch, and the metrics asked for. train() leaves the gradient of the weighted sum
  // of the mean losses in first(). Valid until the next call.
  const Scores& score(const Batch& batch, States* states);
  const Scores& train(const Batch& batch, States* states);
  // The step went well whose gradient train() gave.
  void learned();

 private:
  // What a thread takes of an input, and of a target.
  struct Read {
    std::vector<Token> tokens;
    std::vector<Flag> mask;
    Buffer values;
  };
  struct Due {
    std::vector<Token> labels;
    Buffer values, weights, masked_weights, d_y;
    Scratch scratch;
  };
  // What a thread works with, and on.
  struct Slice {
    Slice(Network its, Random& stream);

    Network network;
    Random& random;
    Index first = 0;  // of its sequences in the whole batch
    std::vector<Read> read;
    std::vector<Due> due;
    std::vector<Activations> x;
    std::vector<Targets> y;
    std::vector<View> d_y;
    States states;
    std::vector<Score> scores;
  };

  void add_slice(Network network);
  Index worthwhile_slices(std::span<const Activations> x) const;
  using Work = FunctionRef<void(Slice&, const Batch&, States*)>;
  void on_slices(const Batch& batch, States* states, Work work);
  void take(Slice& slice, Index k, const Batch& batch) const;
  void begin(const Batch& batch);
  void forward_and_score(Slice& slice, const Batch& part, States* states, Random* random);
  const Scores& sum_of_scores();

  std::shared_ptr<Pool> pool_;
  std::vector<Random> streams_;
  std::vector<std::unique_ptr<Slice>> slices_;
  Index used_ = 1;  // of slices_, in this call
  std::vector<Buffer> y_buffers_;
  std::vector<View> y_;
  Goals goals_;
  std::vector<Network::Until> until_;  // as far as each output is scored
  std::vector<double>
      N_;  // of each, over the whole batch: rows that are not masked; of CTC sequences
  Scores scores_;
};

}  // namespace lstm
