// What the module calls in JavaScript, and how its exceptions get there. JavaScript reads JSON, so
// that a page downloads no parser: core's own is left out by the linker, which finds one here.
#include <emscripten/em_js.h>

#include <new>
#include <stdexcept>

#include "guard.hpp"
#include "lstm/error.hpp"
#include "lstm/json.hpp"

EM_JS(void, lstm_throw, (int kind, const char* message),
      { throw new[Error, TypeError, RangeError][kind](UTF8ToString(message)); })

// Lays JSON on a tape and tells its size, -1 where it is none; then gives it.
EM_JS(int, lstm_lay, (const char* text, unsigned size), {
  Module["laid"] = Module["lay"](HEAPU8.slice(text, text + size));
  return Module["laid"] ? Module["laid"].length : -1;
})
EM_JS(void, lstm_give_laid, (char* bytes), { HEAPU8.set(Module["laid"], bytes); })

EM_JS(void, lstm_pool_ended, (), { Module["poolEnded"](); })

namespace lstm {

Tape json::parse(std::string_view text) {
  const int size = lstm_lay(text.data(), text.size());
  require(size >= 0, "expected JSON in a file, got another text");
  Tape tape{std::string(static_cast<std::size_t>(size), '\0')};
  lstm_give_laid(tape.bytes.data());
  return tape;
}

}  // namespace lstm

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
