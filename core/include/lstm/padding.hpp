// What a window sees beyond the ends of what it slides over.
#pragma once

namespace lstm {

// Of windows that reach over s inputs (s = (size - 1) * dilation + 1) and move on by `stride`:
//   valid   nothing: N inputs give (N - s) / stride + 1 outputs
//   same    zeros, as many on either side, one more at the end where they are odd; N / stride
//           outputs, rounded up
//   causal  s - 1 zeros before the first: an output sees nothing that comes after it; as many
enum class Padding { valid, same, causal };

}  // namespace lstm
