// What JavaScript holds by its address, and how it looks into it.
#pragma once

#include <cstdint>
#include <type_traits>

namespace lstm::bindings {

using Address = std::uintptr_t;

class Object {
 public:
  Object() = default;
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  virtual ~Object() = default;
};

// Elements in memory, valid until the next call into the module, which may move them.
struct View {
  enum class Kind : std::uint32_t { floats, whole, bytes, doubles } kind;
  Address data;
  std::size_t size;
};

template <class Elements>
View view_of(const Elements& elements) {
  using Element = typename Elements::value_type;
  constexpr auto kind = std::is_same_v<Element, float>    ? View::Kind::floats
                        : std::is_same_v<Element, double> ? View::Kind::doubles
                        : sizeof(Element) == 4            ? View::Kind::whole
                                                          : View::Kind::bytes;
  return {kind, reinterpret_cast<Address>(elements.data()), elements.size()};
}

}  // namespace lstm::bindings
