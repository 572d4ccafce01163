// Turns C++ exceptions into the JavaScript errors that the package promises.
#pragma once

#include <utility>

namespace lstm::bindings {

// Tells JavaScript that there are no more threads.
void tell_pool_ended();

// Throws the exception that is being handled once more, as a JavaScript error. A function of its
// own, so that it is there once and not in each of those that are guarded.
[[noreturn]] void throw_as_js();

template <auto Function, class Signature>
struct Guard;

template <auto Function, class Result, class... Arguments>
struct Guard<Function, Result (*)(Arguments...)> {
  static Result call(Arguments... arguments) {
    try {
      return Function(std::forward<Arguments>(arguments)...);
    } catch (...) {
      throw_as_js();
    }
  }
};

// A function, or a lambda without captures, that throws only JavaScript errors.
template <auto Function>
inline constexpr auto guarded = &Guard<Function, decltype(+Function)>::call;

}  // namespace lstm::bindings
