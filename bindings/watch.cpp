// Registers what watches a value of every epoch's logs.
#include "lstm/early_stopping.hpp"
#include "lstm/plateau.hpp"
#include "models.hpp"

namespace lstm::bindings {

namespace {

class Watch : public Object {
 public:
  virtual const Text& monitor() const = 0;
  // After an epoch that ended with that value: what follows from it, as raw.ts says.
  virtual double see(const AnyModel& model, Index epoch, double value) = 0;
  virtual void restore(const AnyModel&) const {}
};

// Whether to stop.
class Stopping : public Watch {
 public:
  explicit Stopping(const EarlyStoppingConfig& config) : stopping_(config) {}
  const Text& monitor() const override { return stopping_.config().monitor; }
  double see(const AnyModel& model, Index epoch, double value) override {
    return stopping_.update(epoch, value, std::as_const(model.sequential()).parameters());
  }
  void restore(const AnyModel& model) const override {
    stopping_.restore(model.sequential().parameters());
  }

 private:
  EarlyStopping stopping_;
};

// The rate from here on.
class Falling : public Watch {
 public:
  explicit Falling(const PlateauConfig& config) : plateau_(config) {}
  const Text& monitor() const override { return plateau_.config().monitor; }
  double see(const AnyModel& model, Index, double value) override {
    return plateau_.update(value, optimizer_of(model).learning_rate());
  }

 private:
  Plateau plateau_;
};

}  // namespace

EMSCRIPTEN_BINDINGS(watch) {
  using emscripten::function;
  function("module.newEarlyStopping:object", guarded<[](const Text& options) {
             return new Stopping(parsed<EarlyStoppingConfig>(options, "earlyStopping"));
           }>);
  function("module.newPlateau:object", guarded<[](const Text& options) {
             return new Falling(parsed<PlateauConfig>(options, "reduceLROnPlateau"));
           }>);
  function("object.monitor", guarded<[](Watch& self) { return self.monitor(); }>);
  function("object.see", guarded<[](Watch& self, AnyModel& model, Index epoch, double value) {
             return self.see(model, epoch, value);
           }>);
  function("object.restore", guarded<[](Watch& self, AnyModel& model) { self.restore(model); }>);
}

}  // namespace lstm::bindings
