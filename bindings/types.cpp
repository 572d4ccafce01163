// The types that Embind is told of: those that cross here. Emscripten's own bind.cpp, whose
// functions these are, tells of all that might, and a page would download what that takes.
#include <emscripten/bind.h>

#include <limits>
#include <string>

namespace emscripten::internal {

extern "C" {
// For each worker that starts; threads call nothing that is registered.
void _embind_initialize_bindings() {}
void _embind_register_bindings(InitFunc*) {}
// For errors about types that Embind was not told of.
EMSCRIPTEN_KEEPALIVE const char* __getTypeName(const std::type_info*) { return nullptr; }
}

template <class Whole>
void register_whole(const char* name) {
  using Limits = std::numeric_limits<Whole>;
  _embind_register_integer(TypeID<Whole>::get(), name, sizeof(Whole), Limits::min(), Limits::max());
}

EMSCRIPTEN_BINDINGS(types) {
  _embind_register_void(TypeID<void>::get(), "void");
  _embind_register_bool(TypeID<bool>::get(), "bool", true, false);
  register_whole<int>("int");
  register_whole<unsigned>("unsigned");
  register_whole<long>("long");
  register_whole<unsigned long>("unsigned long");
  _embind_register_float(TypeID<double>::get(), "double", sizeof(double));
  _embind_register_std_string(TypeID<std::string>::get(), "std::string");
}

}  // namespace emscripten::internal
