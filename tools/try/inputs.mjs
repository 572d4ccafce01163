// Inputs for a model that was opened: by its file, numbers or tokens, of as many axes as it reads.

/** How many steps where any number will do, and another. */
const lengths = [12, 7];

/** What a model's file says of it. */
async function saidOf(model) {
  const bytes = await model.save();
  const size = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const { __metadata__ } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + size)));
  return JSON.parse(__metadata__['lstm-wasm']);
}

/** What a model reads: of each input its shape without the batch, and how many tokens there are, if it is of tokens;
 * whether the model carries states, which are of one sequence here. */
export async function inputsOf(model) {
  const { model: network, languageModel } = await saidOf(model);
  if (languageModel) return { inputs: [{ shape: [null], tokens: languageModel.vocabulary }], carries: false };
  const { layers, outputs } = network;
  const carries = layers.some((its) => its.stateful || its.layer?.stateful);
  return { inputs: outputs ? inputsIn(layers) : [inputOf(layers[0])], carries };
}

const inputOf = ({ type, inputDim, inputShape, layer }) =>
  type === 'embedding' ? { shape: [null], tokens: inputDim } : { shape: inputShape ?? layer.inputShape };

/** Of a graph. */
function inputsIn(layers) {
  return layers.flatMap(({ type, shape, dtype }, n) => {
    if (type !== 'input') return [];
    const reader = layers.find(({ from }) => from?.includes(String(n)));
    return dtype === 'int32' ? [{ shape: shape.slice(0, 1), tokens: reader.inputDim }] : [{ shape }];
  });
}

/** Random ones of each input, as they are read: three of the batch, the last of another length where any will do. */
export function randomInputs({ inputs, carries, batch: fixed }, batch = fixed ?? (carries ? 1 : 2)) {
  return [0, 1, 2].map((n) => inputs.map((input, which) => randomInput(input, batch, lengths[n === 2 ? 1 : 0], 3 * which + n + 1)));
}

function randomInput({ shape, tokens }, batch, length, seed) {
  const extents = [batch, ...shape.map((extent) => extent ?? length)];
  const random = numbers(extents.reduce((a, b) => a * b, 1), seed);
  return { data: tokens === undefined ? random : Int32Array.from(random, (x) => Math.floor(((x + 1) / 2) * tokens) % tokens), shape: extents };
}

/** In -1 ... 1, the same every time. */
function numbers(count, seed) {
  let state = seed;
  return Float32Array.from({ length: count }, () => ((state = (state * 48271) % 2147483647) / 2147483647) * 2 - 1);
}
