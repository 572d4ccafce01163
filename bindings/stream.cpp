// Registers streams.
#include "lstm/stream.hpp"

#include <algorithm>

#include "models.hpp"
#include "work.hpp"

namespace lstm::bindings {

namespace {

class Streaming : public Work {
 public:
  Streaming(std::shared_ptr<Sequential> model, Index batch)
      : model_(std::move(model)), stream_(*model_, batch), came_(stream_.outputs().size()) {}

  double step() override {
    std::ranges::transform(stream_.step(), came_.begin(), [](const auto& y) { return y.rows; });
    return 1;
  }
  void reset() { stream_.reset(); }

  // Where JavaScript writes a step of each input; then where it reads each output, then whether
  // these came. They stay in their places.
  View place(std::size_t n) const {
    const auto inputs = stream_.inputs(), outputs = stream_.outputs();
    if (n < inputs.size()) return view_of(numbers_of(inputs[n]));
    n -= inputs.size();
    return n < outputs.size() ? view_of(numbers_of(outputs[n])) : view_of(came_);
  }

 private:
  static std::span<const float> numbers_of(ConstView its) {
    return {its.data, static_cast<std::size_t>(its.size())};
  }

  std::shared_ptr<Sequential> model_;
  Stream stream_;
  std::vector<Index> came_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(stream) {
  using emscripten::function;
  function("module.newStream:object", guarded<[](const Model& model, const Text& options) {
             const auto [batch_size] = parsed<BatchConfig>(options, "stream");
             return new Streaming(model.shared, batch_size);
           }>);
  function("object.place:view", guarded<[](Streaming& self, unsigned n) { return self.place(n); }>);
  function("object.reset", guarded<[](Streaming& self) { self.reset(); }>);
}

}  // namespace lstm::bindings
