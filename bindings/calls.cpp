// What the module calls in JavaScript.
#include "guard.hpp"

EM_JS(void, lstm_throw, (int kind, const char* message),
      { throw new[Error, TypeError, RangeError][kind](UTF8ToString(message)); })

EM_JS(void, lstm_pool_ended, (), { Module["poolEnded"](); })
