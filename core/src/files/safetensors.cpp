#include "lstm/safetensors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>
#include <cstring>

#include "lstm/error.hpp"
#include "lstm/json.hpp"
#include "numbers/half.hpp"
#include "numbers/heap_sort.hpp"

namespace lstm {

namespace {

static_assert(std::endian::native == std::endian::little, "elements are copied as they stand");

constexpr std::size_t length_bytes = 8;
constexpr auto metadata_name = "__metadata__";

template <class... Parts>
void expect(bool ok, const Parts&... parts) {
  require(ok, "expected a safetensors file, got one ", parts...);
}

// A whole number from 0 to `most`; -1 for anything else.
double whole(const json::Value& value, double most) {
  const double* n = value.as<double>();
  return n && *n >= 0 && *n <= most && *n == std::floor(*n) ? *n : -1;
}

struct Place {
  std::size_t begin, end;  // in bytes, of the elements
  auto operator<=>(const Place&) const = default;
};

Place place_of(const json::Value& entry, const std::string& name, std::size_t size) {
  const json::Value* offsets = entry.find("data_offsets");
  const auto* pair = offsets ? offsets->as<json::Array>() : nullptr;
  expect(pair && pair->size() == 2, "whose tensor '", name, "' has no data_offsets");
  const double begin = whole(pair->front(), static_cast<double>(size));
  const double end = whole(pair->back(), static_cast<double>(size));
  expect(begin >= 0 && end >= begin, "whose tensor '", name, "' lies outside of it");
  return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

Shape shape_of(const json::Value& entry, const std::string& name) {
  const json::Value* given = entry.find("shape");
  const auto* axes = given ? given->as<json::Array>() : nullptr;
  expect(axes, "whose tensor '", name, "' has no shape");
  Shape shape;
  for (const auto& axis : *axes) {
    const double extent = whole(axis, 2147483647.0);
    expect(extent >= 0, "whose tensor '", name, "' has a shape of ", json::write(axis));
    shape.push_back(static_cast<Index>(extent));
  }
  return shape;
}

// How elements of a type stand in a file.
struct Type {
  const char* name;
  std::size_t bytes;
  float (*read)(const std::uint8_t* at);
};

template <class Bits>
Bits bits_at(const std::uint8_t* at) {
  Bits bits;
  std::memcpy(&bits, at, sizeof(Bits));
  return bits;
}

constexpr Type types[] = {
    {"F32", 4, [](const std::uint8_t* at) { return bits_at<float>(at); }},
    {"F16", 2, [](const std::uint8_t* at) { return from_float16(bits_at<std::uint16_t>(at)); }},
    {"BF16", 2, [](const std::uint8_t* at) { return from_bfloat16(bits_at<std::uint16_t>(at)); }}};

const Type& type_of(const json::Value& entry, const std::string& name) {
  const json::Value* given = entry.find("dtype");
  const auto* word = given ? given->as<std::string>() : nullptr;
  expect(word, "whose tensor '", name, "' has no dtype");
  const auto found =
      std::ranges::find_if(types, [&](const Type& type) { return *word == type.name; });
  require(found != std::end(types), "expected elements of type F32, F16 or BF16 in tensor '", name,
          "', got ", *word);
  return *found;
}

// Elements must lie one after the other, without gaps, to the end.
void expect_filled(std::vector<Place> places, std::size_t size) {
  heap_sort(places);
  std::size_t at = 0;
  for (const auto& [begin, end] : places) {
    expect(begin == at, "whose tensors overlap or leave gaps");
    at = end;
  }
  expect(at == size, "of ", size, " bytes of elements where its header tells of ", at);
}

}  // namespace

const std::string* TensorFile::find_metadata(const std::string& name) const {
  const auto found = std::ranges::find(metadata, name, &std::pair<std::string, std::string>::first);
  return found == metadata.end() ? nullptr : &found->second;
}

Bytes write_safetensors(const TensorFile& file) {
  json::Object header, metadata;
  for (const auto& [name, text] : file.metadata) metadata.emplace_back(name, json::Value{text});
  if (!metadata.empty()) header.emplace_back(metadata_name, json::Value{std::move(metadata)});
  double at = 0;
  for (const auto& [name, shape, values] : file.tensors) {
    json::Array axes;
    for (const Index extent : shape) axes.push_back({static_cast<double>(extent)});
    const double begin = at;
    at += static_cast<double>(values.size() * sizeof(float));
    header.emplace_back(name,
                        json::Value{json::Object{{"dtype", {std::string("F32")}},
                                                 {"shape", {std::move(axes)}},
                                                 {"data_offsets", {json::Array{{begin}, {at}}}}}});
  }
  std::string text = json::write({std::move(header)});
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the elements are aligned

  Bytes bytes(length_bytes + text.size() + static_cast<std::size_t>(at));
  const std::uint64_t length = text.size();
  std::memcpy(bytes.data(), &length, length_bytes);
  std::ranges::copy(text, bytes.begin() + length_bytes);
  std::uint8_t* to = bytes.data() + length_bytes + text.size();
  for (const auto& tensor : file.tensors) {
    const std::size_t size = tensor.values.size() * sizeof(float);
    if (size > 0) std::memcpy(to, tensor.values.data(), size);
    to += size;
  }
  return bytes;
}

TensorFile read_safetensors(std::span<const std::uint8_t> bytes) {
  expect(bytes.size() >= length_bytes, "of ", bytes.size(), " bytes");
  std::uint64_t length;
  std::memcpy(&length, bytes.data(), length_bytes);
  bytes = bytes.subspan(length_bytes);
  expect(length <= bytes.size(), "shorter than its header");
  const auto text = bytes.first(static_cast<std::size_t>(length));
  const auto data = bytes.subspan(static_cast<std::size_t>(length));
  const json::Value header = json::parse({reinterpret_cast<const char*>(text.data()), text.size()});
  const auto* entries = header.as<json::Object>();
  expect(entries, "whose header is no object");

  TensorFile file;
  std::vector<Place> places;
  for (const auto& [name, entry] : *entries) {
    expect(entry.as<json::Object>(), "whose header has '", name, "' without its particulars");
    if (name == metadata_name) {
      for (const auto& [key, value] : *entry.as<json::Object>()) {
        expect(value.as<std::string>(), "whose metadata '", key, "' is no string");
        file.metadata.emplace_back(key, *value.as<std::string>());
      }
      continue;
    }
    const Type& type = type_of(entry, name);
    const Place place = places.emplace_back(place_of(entry, name, data.size()));
    Shape shape = shape_of(entry, name);
    const auto size = static_cast<std::size_t>(element_count(shape));
    expect((place.end - place.begin) % type.bytes == 0 &&
               (place.end - place.begin) / type.bytes == size,
           "whose tensor '", name, "' of shape ", shape, " has ", place.end - place.begin,
           " bytes");
    std::vector<float> values(size);
    const std::uint8_t* at = data.data() + place.begin;
    for (float& value : values) value = type.read(std::exchange(at, at + type.bytes));
    file.tensors.push_back({name, std::move(shape), std::move(values)});
  }
  expect_filled(std::move(places), data.size());
  return file;
}

}  // namespace lstm
