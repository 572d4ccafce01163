// Registers what tells what moves a model's outputs.
#include "lstm/attribution.hpp"

#include "models.hpp"
#include "work.hpp"

namespace lstm::bindings {

namespace {

class Attributing : public Work {
 public:
  Attributing(std::shared_ptr<Sequential> model, Inputs x, const AttributionConfig& config,
              std::optional<Inputs> baseline)
      : model_(std::move(model)),
        attribution_(*model_, std::move(x), config, std::move(baseline)) {}

  double step() override { return attribution_.step(); }
  Tensors* result() override { return new Tensors(std::move(attribution_).results()); }

 private:
  std::shared_ptr<Sequential> model_;
  Attribution attribution_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(attribution) {
  using emscripten::function;
  function("module.newAttribution:object",
           guarded<[](const AnyModel& model, const Tensors& given, unsigned output,
                      const Text& options) -> Work* {
             auto config = parsed<AttributionConfig>(options, "attribute");
             config.of = output;
             const auto layers = model.layers();
             const auto inputs = layers->input_names().size();
             const auto baseline = given.several("baseline", inputs);
             std::optional<Inputs> from;
             if (baseline.front()) from = layers->inputs(baseline);
             return new Attributing(layers, layers->inputs(given.several("x", inputs)), config,
                                    std::move(from));
           }>);
}

}  // namespace lstm::bindings
