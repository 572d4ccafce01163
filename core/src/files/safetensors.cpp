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
double whole(const Value& value, double most) {
  const auto n = value.number();
  return n && *n >= 0 && *n <= most && *n == std::floor(*n) ? *n : -1;
}

struct Place {
  std::size_t begin, end;  // in bytes, of the elements
  auto operator<=>(const Place&) const = default;
};

Items<Value> array(const Value& entry, const std::string& name, const char* what) {
  const auto given = entry.find(what);
  const auto all = given ? given->array() : std::nullopt;
  expect(all.has_value(), "whose tensor '", name, "' has no ", what);
  return *all;
}

Place place_of(const Value& entry, const std::string& name, std::size_t size) {
  const auto pair = array(entry, name, "data_offsets");
  expect(pair.size() == 2, "whose tensor '", name, "' has no data_offsets");
  const Value first = *pair.begin();
  const double begin = whole(first, static_cast<double>(size));
  const double end = whole(Value(first.end()), static_cast<double>(size));
  expect(begin >= 0 && end >= begin, "whose tensor '", name, "' lies outside of it");
  return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

Shape shape_of(const Value& entry, const std::string& name) {
  Shape shape;
  for (const Value& axis : array(entry, name, "shape")) {
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

const Type& type_of(const Value& entry, const std::string& name) {
  const auto given = entry.find("dtype");
  const auto word = given ? given->text() : std::nullopt;
  expect(word.has_value(), "whose tensor '", name, "' has no dtype");
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

void read_metadata(const Items<Member>& members, TensorFile& file) {
  for (const auto& [key, value] : members) {
    expect(value.text().has_value(), "whose metadata '", key, "' is no string");
    file.metadata.emplace_back(key, *value.text());
  }
}

}  // namespace

const std::string* TensorFile::find_metadata(const std::string& name) const {
  const auto found = std::ranges::find(metadata, name, &std::pair<std::string, std::string>::first);
  return found == metadata.end() ? nullptr : &found->second;
}

namespace {

// { "dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24] }
void write_entry(json::Writer& json, const Shape& shape, std::size_t begin, std::size_t end) {
  const auto number = [&](auto whole) { json.number(static_cast<double>(whole)); };
  json.open('{');
  json.name("dtype");
  json.text("F32");
  json.name("shape");
  json.open('[');
  std::ranges::for_each(shape, number);
  json.close(']');
  json.name("data_offsets");
  json.open('[');
  number(begin);
  number(end);
  json.close(']');
  json.close('}');
}

void write_metadata(json::Writer& json, const TensorFile& file) {
  if (file.metadata.empty()) return;
  json.name(metadata_name);
  json.open('{');
  for (const auto& [name, text] : file.metadata) {
    json.name(name);
    json.text(text);
  }
  json.close('}');
}

}  // namespace

Bytes write_safetensors(const TensorFile& file) {
  json::Writer json;
  json.open('{');
  write_metadata(json, file);
  std::size_t at = 0;
  for (const auto& [name, shape, values] : file.tensors) {
    const std::size_t begin = std::exchange(at, at + values.size() * sizeof(float));
    json.name(name);
    write_entry(json, shape, begin, at);
  }
  json.close('}');
  std::string text = std::move(json).result();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the elements are aligned

  Bytes bytes(length_bytes + text.size() + at);
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
  const Tape header = json::parse({reinterpret_cast<const char*>(text.data()), text.size()});
  const auto entries = Value(header).object();
  expect(entries.has_value(), "whose header is no object");

  TensorFile file;
  std::vector<Place> places;
  for (const auto& [key, entry] : *entries) {
    const std::string name(key);
    expect(entry.object().has_value(), "whose header has '", name, "' without its particulars");
    if (name == metadata_name) {
      read_metadata(*entry.object(), file);
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
