// What the module calls in JavaScript, and how its exceptions get there.
#include <emscripten/em_js.h>

#include <new>
#include <stdexcept>

#include "guard.hpp"

EM_JS(void, lstm_throw, (int kind, const char* message),
      { throw new[Error, TypeError, RangeError][kind](UTF8ToString(message)); })

EM_JS(void, lstm_pool_ended, (), { Module["poolEnded"](); })

namespace lstm::bindings {

namespace {

enum class JsError { error, type_error, range_error };

[[noreturn]] void throw_js(JsError kind, const char* message) {
  lstm_throw(static_cast<int>(kind), message);
  __builtin_unreachable();
}

}  // namespace

void tell_pool_ended() { lstm_pool_ended(); }

void throw_as_js() {
  try {
    throw;
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

}  // namespace lstm::bindings
