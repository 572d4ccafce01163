#include "lstm/state_dict.hpp"

#include <algorithm>

#include "graph/network.hpp"
#include "lstm/error.hpp"

namespace lstm {

std::vector<NamedTensor> state_dict(const Network& network) {
  std::vector<NamedTensor> dict;
  for (const Parameter& its : network.parameters().tensors()) {
    const auto size = static_cast<std::size_t>(its.value.size());
    dict.push_back({its.name, its.shape, std::vector<float>(its.value.begin(), its.value.end())});
    if (!its.summand.empty())
      dict.push_back({its.summand, its.shape, std::vector<float>(size, 0.0f)});
  }
  return dict;
}

namespace {

// The two tensors that make up each weight; the second where it has a summand.
using Sources = std::vector<std::pair<const NamedTensor*, const NamedTensor*>>;

void expect_once(std::span<const NamedTensor> dict, const std::string& name) {
  require(std::ranges::count(dict, name, &NamedTensor::name) == 1,
          "expected different names in a state dict, got '", name, "' twice");
}

Sources sources_of(std::span<const ParameterSpec> specs, std::span<const NamedTensor> dict) {
  std::vector<const NamedTensor*> left;
  for (const auto& tensor : dict) left.push_back(&tensor);
  const auto take = [&](const std::string& name, const Shape& shape) {
    const auto found = std::ranges::find(left, name, &NamedTensor::name);
    require(found != left.end(), "expected '", name, "' in the state dict");
    const NamedTensor& tensor = **found;
    require(tensor.shape == shape, "expected '", name, "' of shape ", shape,
            " in the state dict, got ", tensor.shape);
    require(static_cast<Index>(tensor.values.size()) == element_count(shape), "expected '", name,
            "' in the state dict to have ", element_count(shape), " elements, got ",
            tensor.values.size());
    left.erase(found);
    return &tensor;
  };
  Sources sources;
  for (const ParameterSpec& spec : specs) {
    const NamedTensor* first = take(spec.name, spec.shape);
    sources.emplace_back(first, spec.summand.empty() ? nullptr : take(spec.summand, spec.shape));
  }
  for (const NamedTensor* tensor : left) {
    expect_once(dict, tensor->name);
    require(false, "expected no '", tensor->name, "' in the state dict: the model has none");
  }
  return sources;
}

}  // namespace

void check_state_dict(std::span<const ParameterSpec> specs, std::span<const NamedTensor> dict) {
  sources_of(specs, dict);
}

namespace {

void take_over(const Sources::value_type& source, View value) {
  const auto& [first, second] = source;
  std::ranges::copy(first->values, value.data);
  if (!second) return;
  for (std::size_t k = 0; k < second->values.size(); ++k) value.data[k] += second->values[k];
}

bool fits(const NamedTensor* tensor, const Shape& shape) {
  return tensor && tensor->shape == shape &&
         static_cast<Index>(tensor->values.size()) == element_count(shape);
}

}  // namespace

void load_state_dict(Network& network, std::span<const NamedTensor> dict) {
  const Sources sources = sources_of(Network::parameter_specs(network.graph()), dict);
  const auto tensors = network.parameters().tensors();
  for (std::size_t n = 0; n < sources.size(); ++n) take_over(sources[n], tensors[n].value);
}

StateDictReport load_what_fits(Network& network, std::span<const NamedTensor> dict) {
  std::vector<const NamedTensor*> left;
  for (const auto& tensor : dict) {
    expect_once(dict, tensor.name);
    left.push_back(&tensor);
  }
  const auto take = [&](const std::string& name) -> const NamedTensor* {
    const auto found = std::ranges::find(left, name, &NamedTensor::name);
    if (found == left.end()) return nullptr;
    const NamedTensor* tensor = *found;
    left.erase(found);
    return tensor;
  };
  StateDictReport report;
  Sources sources;
  const auto tensors = network.parameters().tensors();
  for (const Parameter& tensor : tensors) {
    const std::string& summand = tensor.summand;
    const Sources::value_type its{take(tensor.name), summand.empty() ? nullptr : take(summand)};
    const bool whole =
        fits(its.first, tensor.shape) && (summand.empty() || fits(its.second, tensor.shape));
    const auto tell = [&](const std::string& part, const NamedTensor* given) {
      (whole ? report.loaded : given ? report.mismatched : report.missing).push_back(part);
    };
    tell(tensor.name, its.first);
    if (!summand.empty()) tell(summand, its.second);
    sources.push_back(whole ? its : Sources::value_type{});
  }
  for (const NamedTensor* tensor : left) report.unexpected.push_back(tensor->name);
  for (std::size_t n = 0; n < sources.size(); ++n) {
    if (sources[n].first) take_over(sources[n], tensors[n].value);
  }
  return report;
}

}  // namespace lstm
