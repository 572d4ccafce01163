// What is done in steps.
#pragma once

#include "lstm/schedule.hpp"
#include "lstm/score.hpp"
#include "tensors.hpp"

namespace lstm::bindings {

using Numbers = std::vector<double>;

class Work : public Object {
 public:
  virtual double step() = 0;  // what it did; 0: there was nothing more to do
  virtual void stop() {}
  virtual void set_rate(const LearningRate&) {}
  virtual std::string unscaled() const { return ""; }  // why its data are hard to learn from

  // How far it is, in the order of raw.ts.
  virtual void tell(Numbers&) const {}
  // One of its scores.
  virtual Numbers logs(unsigned) const { return {}; }
  // What came of it, once it is done.
  virtual Tensors* result() { return nullptr; }

  // What JavaScript reads next.
  Numbers numbers;
};

}  // namespace lstm::bindings
