// Files of tensors: types of elements that are read, and what is refused.
#include "lstm/safetensors.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "graph/network.hpp"
#include "lstm/json.hpp"
#include "lstm/model_file.hpp"
#include "lstm/state_dict.hpp"

using namespace lstm;

namespace {

Bytes file_of(const std::string& header, const Bytes& data) {
  Bytes bytes{static_cast<std::uint8_t>(header.size() & 255),
              static_cast<std::uint8_t>(header.size() >> 8)};
  bytes.resize(8);
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

}  // namespace

TEST_CASE("safetensors: elements of 16 bits are read beside those of 32, wherever they begin") {
  const auto file = read_safetensors(
      file_of(R"({"h":{"dtype":"F16","shape":[3],"data_offsets":[0,6]},)"
              R"("b":{"dtype":"BF16","shape":[1,1],"data_offsets":[6,8]},)"
              R"("n":{"dtype":"F16","shape":[0],"data_offsets":[8,8]},)"
              R"("f":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
              {0x00, 0x3c, 0x01, 0x00, 0x00, 0xc1, 0x40, 0xc0, 0x00, 0x00, 0x80, 0x3e}));
  CHECK(file.tensors[0].values == std::vector<float>{1, 0x1p-24f, -2.5f});
  CHECK(file.tensors[1].values == std::vector<float>{-3});
  CHECK(file.tensors[1].shape == Shape{1, 1});
  CHECK(file.tensors[2].values.empty());
  CHECK(file.tensors[3].values == std::vector<float>{0.25f});
}

TEST_CASE("a model in half precision is a model") {
  Sequential model({DenseConfig{.units = 2, .use_bias = false, .input_features = 2}}, 1);
  const TensorFile file = read_safetensors(save(model, false));
  json::Writer about;
  about.text(*file.find_metadata("lstm-wasm"));
  const auto loaded = load_model(
      file_of(R"({"__metadata__":{"lstm-wasm":)" + std::move(about).result() +
                  R"(},"dense.weight":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}})",
              {0x00, 0x3c, 0x00, 0x40, 0x00, 0x42, 0x00, 0x44}));
  CHECK(state_dict(loaded->network())[0].values == std::vector<float>{1, 2, 3, 4});
}

TEST_CASE("safetensors: what is not one is refused in words") {
  const auto refused = [](const std::string& header, std::size_t data, const char* message) {
    const Bytes bytes = file_of(header, Bytes(data));
    CHECK_THROWS_WITH_AS(read_safetensors(bytes), message, std::invalid_argument);
  };
  refused("[]", 0, "lstm: expected a safetensors file, got one whose header is no object");
  refused(
      R"({"a":1})", 0,
      "lstm: expected a safetensors file, got one whose header has 'a' without its particulars");
  refused(R"({"a":{"dtype":"I16","shape":[1],"data_offsets":[0,2]}})", 2,
          "lstm: expected elements of type F32, F16 or BF16 in tensor 'a', got I16");
  refused(R"({"a":{"dtype":"F16","shape":[1],"data_offsets":[0,4]}})", 4,
          "lstm: expected a safetensors file, got one whose tensor 'a' of shape [1] has 4 bytes");
  refused(R"({"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,3]}})", 3,
          "lstm: expected a safetensors file, got one whose tensor 'a' of shape [2] has 3 bytes");
  refused(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}})", 4,
          "lstm: expected a safetensors file, got one whose tensor 'a' lies outside of it");
  refused(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 4,
          "lstm: expected a safetensors file, got one whose tensor 'a' of shape [2] has 4 bytes");
  refused(
      R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
      4, "lstm: expected a safetensors file, got one whose tensors overlap or leave gaps");
  refused(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 8,
          "lstm: expected a safetensors file, got one of 8 bytes of elements where its header "
          "tells of 4");
  CHECK_THROWS_AS(read_safetensors({}), std::invalid_argument);
  const Bytes huge(8, 255);
  CHECK_THROWS_AS(read_safetensors(huge), std::invalid_argument);
}
