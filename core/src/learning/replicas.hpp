// A network on several threads: each has a replica of it and takes a slice of every batch.
#pragma once

#include <memory>
#include <vector>

#include "graph/network.hpp"
#include "learning/batch.hpp"
#include "lstm/parallel.hpp"
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

  // The outputs of a batch, [T * B, K] or of the last step [B, K]; valid until the next call.
  ConstView infer(const Activations& x, States* states);

  // The streams of dropout, one a thread.
  std::span<Random> streams() { return streams_; }
  std::span<const Random> streams() const { return streams_; }

  // The loss of a batch, and the metrics asked for. train() leaves the mean loss's gradient in
  // first().
  Score score(const Batch& batch, States* states, LossKind loss, const Metrics& metrics);
  Score train(const Batch& batch, States* states, LossKind loss, const Metrics& metrics);

 private:
  // What a thread works with, and on.
  struct Slice {
    Slice(Network its, Random& stream) : network(std::move(its)), random(stream) {}

    Network network;
    Random& random;
    Index first = 0;  // of its sequences in the whole batch
    Batch batch;
    States states;
    Score score;
    std::vector<Token> tokens, labels;
    std::vector<Flag> mask;
    Buffer values, targets, weights, masked_weights, d_y;
  };

  void add_slice(Network network);
  Index worthwhile_slices(const Activations& x) const;
  using Work = FunctionRef<void(Slice&, const Batch&, States*)>;
  void on_slices(const Batch& batch, States* states, Work work);
  struct Scoring;
  View forward_and_score(Slice& slice, const Batch& part, States* states, const Scoring& scoring,
                         Random* random);
  Score sum_of_scores() const;

  std::shared_ptr<Pool> pool_;
  std::vector<Random> streams_;
  std::vector<std::unique_ptr<Slice>> slices_;
  Index used_ = 1;  // of slices_, in this call
  Buffer y_;
};

}  // namespace lstm
