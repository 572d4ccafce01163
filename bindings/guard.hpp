// How C++ functions are called from JavaScript: objects cross by their addresses, all else as it
// is; C++ exceptions become the JavaScript errors that the package promises.
#pragma once

#include <emscripten/bind.h>

#include <string>

#include "object.hpp"

namespace lstm::bindings {

using Text = std::string;

// Tells JavaScript that there are no more threads.
void tell_pool_ended();

// Throws the exception that is being handled once more, as a JavaScript error. A function of its
// own, so that it is there once and not in each of those that are guarded.
[[noreturn]] void throw_as_js();

// What crosses in place of a type, and how it is made of that or that of it.
template <class Type>
struct Wire {
  using Form = Type;
  static Type taken(Type value) { return value; }
  static Type given(Type value) { return value; }
};

template <>
struct Wire<const Text&> {
  using Form = const Text&;
  static const Text& taken(const Text& text) { return text; }
};

template <class Kind>
struct Wire<Kind*> {
  using Form = Address;
  static Kind* taken(Address address) {
    return static_cast<Kind*>(reinterpret_cast<Object*>(address));
  }
  static Address given(Object* object) { return reinterpret_cast<Address>(object); }
};

template <class Kind>
struct Wire<Kind&> {
  using Form = Address;
  static Kind& taken(Address address) { return *Wire<Kind*>::taken(address); }
};

template <>
struct Wire<View> {
  using Form = Address;
  static Address given(View view) {
    static View last;
    last = view;
    return reinterpret_cast<Address>(&last);
  }
};

template <auto Function, class Signature>
struct Guard;

template <auto Function, class Result, class... Arguments>
struct Guard<Function, Result (*)(Arguments...)> {
  static typename Wire<Result>::Form call(typename Wire<Arguments>::Form... arguments) {
    try {
      return Wire<Result>::given(Function(Wire<Arguments>::taken(arguments)...));
    } catch (...) {
      throw_as_js();
    }
  }
};

template <auto Function, class... Arguments>
struct Guard<Function, void (*)(Arguments...)> {
  static void call(typename Wire<Arguments>::Form... arguments) {
    try {
      Function(Wire<Arguments>::taken(arguments)...);
    } catch (...) {
      throw_as_js();
    }
  }
};

// A function, or a lambda without captures, as JavaScript may call it.
template <auto Function>
inline constexpr auto guarded = &Guard<Function, decltype(+Function)>::call;

}  // namespace lstm::bindings
