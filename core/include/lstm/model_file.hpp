// Models as safetensors files: the state dict as tensors, which PyTorch reads as they are; all else
// as JSON in the metadata, under 'lstm-wasm'.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "lstm/language_model.hpp"
#include "lstm/safetensors.hpp"

namespace lstm {

// With the optimizer's state, and those that are carried from batch to batch, training goes on from
// the file as it would have, bit for bit, on as many threads.
Bytes save(const Sequential& model, bool with_optimizer);

// Compiled as it was. Throws std::invalid_argument where the bytes are no such file.
std::unique_ptr<Sequential> load_model(std::span<const std::uint8_t> bytes,
                                       std::shared_ptr<Pool> pool = nullptr);

// The tokenizer is any text, which comes back as it was.
struct LoadedLanguageModel {
  std::unique_ptr<LanguageModel> model;
  std::string tokenizer;
};
Bytes save(LanguageModel& model, const std::string& tokenizer, bool with_optimizer);
LoadedLanguageModel load_language_model(std::span<const std::uint8_t> bytes,
                                        std::shared_ptr<Pool> pool = nullptr);

}  // namespace lstm
