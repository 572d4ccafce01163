// Inputs for a model that was opened: by its file, numbers or tokens, of as many axes as it reads.

/** How many steps where any number will do, and another. */
const lengths = [12, 7];

/** What a model reads: its shape without the batch; how many tokens there are, if it reads tokens; whether it
 * carries states, which are of one sequence here. */
export async function inputOf(model) {
  const bytes = await model.save();
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const { __metadata__ } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
  const { model: chain, languageModel } = JSON.parse(__metadata__['lstm-wasm']);
  if (languageModel) return { shape: [null], tokens: languageModel.vocabulary, carries: false };
  const { layers } = chain;
  const [{ type, inputDim, inputShape, layer }] = layers;
  const carries = layers.some((its) => its.stateful || its.layer?.stateful);
  return type === 'embedding' ? { shape: [null], tokens: inputDim, carries } : { shape: inputShape ?? layer.inputShape, carries };
}

/** Random ones, as they are read: three of the batch, the last of another length where any will do. */
export function randomInputs({ shape, tokens, carries, batch: fixed }, batch = fixed ?? (carries ? 1 : 2)) {
  return [0, 1, 2].map((n) => {
    const extents = [batch, ...shape.map((extent) => extent ?? lengths[n === 2 ? 1 : 0])];
    const random = numbers(extents.reduce((a, b) => a * b, 1), n + 1);
    return { data: tokens === undefined ? random : Int32Array.from(random, (x) => Math.floor(((x + 1) / 2) * tokens) % tokens), shape: extents };
  });
}

/** In -1 ... 1, the same every time. */
function numbers(count, seed) {
  let state = seed;
  return Float32Array.from({ length: count }, () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1);
}
