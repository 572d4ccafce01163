// A reference to something that can be called: it owns nothing, allocates nothing, and what takes
// one need not be a template. Valid as long as what it refers to.
#pragma once

#include <concepts>
#include <type_traits>
#include <utility>

namespace lstm {

template <class Signature>
class FunctionRef;

template <class Result, class... Arguments>
class FunctionRef<Result(Arguments...)> {
 public:
  FunctionRef() = default;

  template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, FunctionRef>)
  FunctionRef(Function&& function)
      : function_(&function), call_([](const void* what, Arguments... arguments) -> Result {
          using Called = std::remove_reference_t<Function>;
          return (*static_cast<Called*>(const_cast<void*>(what)))(
              std::forward<Arguments>(arguments)...);
        }) {}

  Result operator()(Arguments... arguments) const {
    return call_(function_, std::forward<Arguments>(arguments)...);
  }

 private:
  const void* function_ = nullptr;
  Result (*call_)(const void*, Arguments...) = nullptr;
};

}  // namespace lstm
