// Turns C++ exceptions into the JavaScript errors that the package promises.
#pragma once

#include <emscripten/val.h>

#include <new>
#include <stdexcept>

namespace lstm::bindings {

[[noreturn]] inline void throw_js(const char* type, const char* message) {
  emscripten::val::global(type).new_(emscripten::val::u8string(message)).throw_();
}

template <auto Function, class Signature>
struct Guard;

template <auto Function, class Result, class... Arguments>
struct Guard<Function, Result (*)(Arguments...)> {
  static Result call(Arguments... arguments) {
    try {
      return Function(std::forward<Arguments>(arguments)...);
    } catch (const std::invalid_argument& error) {
      throw_js("TypeError", error.what());
    } catch (const std::out_of_range& error) {
      throw_js("RangeError", error.what());
    } catch (const std::bad_alloc&) {
      throw_js("RangeError", "lstm: expected enough memory, got none: try a smaller model or batch");
    } catch (const std::length_error&) {
      throw_js("RangeError", "lstm: expected sizes that fit in memory, got larger ones");
    } catch (const std::exception& error) {
      throw_js("Error", error.what());
    }
  }
};

// A function, or a lambda without captures, that throws only JavaScript errors.
template <auto Function>
inline constexpr auto guarded = &Guard<Function, decltype(+Function)>::call;

}  // namespace lstm::bindings
