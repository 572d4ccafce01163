// Bytes as a safetensors file: refused, or what is written again as the same file.
#include "lstm/safetensors.hpp"

#include "fuzz.hpp"

using namespace lstm;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::count();
  TensorFile file;
  if (!fuzz::accepted([&] { file = read_safetensors({data, size}); })) return 0;
  std::size_t held = 0;
  for (const auto& tensor : file.tensors) held += tensor.values.size() * 2;  // bytes each, or more
  fuzz::expect(held < size, "no more elements than bytes");
  const Bytes bytes = write_safetensors(file);
  fuzz::expect(write_safetensors(read_safetensors(bytes)) == bytes, "what was written to be read");
  return 0;
}
