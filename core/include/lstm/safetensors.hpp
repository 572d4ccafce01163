// The safetensors format (github.com/huggingface/safetensors): eight bytes of header length, little
// end first; a JSON header that names tensors, their types, shapes and places; their elements.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lstm/tensor.hpp"

namespace lstm {

using Bytes = std::vector<std::uint8_t>;

struct TensorFile {
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<NamedTensor> tensors;

  // nullptr where there is none.
  const std::string* find_metadata(const std::string& name) const;
};

Bytes write_safetensors(const TensorFile& file);

// Elements of 16 bits, F16 or BF16, become floats of 32, which hold them exactly.
//
// Throws std::invalid_argument where the bytes are not a whole such file, or hold elements of
// another type than F32, F16 or BF16. No memory is taken before the sizes that ask for it are
// checked against the bytes.
TensorFile read_safetensors(std::span<const std::uint8_t> bytes);

}  // namespace lstm
