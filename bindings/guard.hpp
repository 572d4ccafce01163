// Turns C++ exceptions into the JavaScript errors that the package promises.
#pragma once

#include <emscripten/em_js.h>

#include <new>
#include <stdexcept>
#include <utility>

extern "C" {
void lstm_throw(int kind, const char* message);
void lstm_pool_ended();
}

namespace lstm::bindings {

enum class JsError { error, type_error, range_error };

[[noreturn]] inline void throw_js(JsError kind, const char* message) {
  lstm_throw(static_cast<int>(kind), message);
  __builtin_unreachable();
}

template <auto Function, class Signature>
struct Guard;

template <auto Function, class Result, class... Arguments>
struct Guard<Function, Result (*)(Arguments...)> {
  static Result call(Arguments... arguments) {
    try {
      return Function(std::forward<Arguments>(arguments)...);
    } catch (const std::invalid_argument& error) {
      throw_js(JsError::type_error, error.what());
    } catch (const std::out_of_range& error) {
      throw_js(JsError::range_error, error.what());
    } catch (const std::bad_alloc&) {
      throw_js(JsError::range_error,
               "lstm: expected enough memory, got none: try a smaller model or batch");
    } catch (const std::length_error&) {
      throw_js(JsError::range_error, "lstm: expected sizes that fit in memory, got larger ones");
    } catch (const std::exception& error) {
      throw_js(JsError::error, error.what());
    }
  }
};

// A function, or a lambda without captures, that throws only JavaScript errors.
template <auto Function>
inline constexpr auto guarded = &Guard<Function, decltype(+Function)>::call;

}  // namespace lstm::bindings
