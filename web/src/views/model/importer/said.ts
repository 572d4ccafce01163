// What a file of ours says in its header, beside the weights.

/** A layer, or a node of a graph with the numbers of those that it reads. */
interface Layer {
  type: string;
  inputDim?: number;
  inputShape?: (number | null)[];
  layer?: Layer;
  stateful?: boolean;
  shape?: (number | null)[];
  dtype?: string;
  from?: string[];
}

export interface Said {
  model?: { layers: Layer[]; outputs?: string[] };
  languageModel?: { cell?: 'lstm' | 'gru' | 'simpleRNN'; embeddingDim: number; units: number[]; vocabulary: number };
  compile?: object;
}

const brace = 0x7b;

/** Is it safetensors, by its first bytes: the length of a header below 4 GB, and the header. */
export const isSafetensors = (bytes: Uint8Array): boolean => bytes[8] === brace && bytes.subarray(4, 8).every((byte) => byte === 0);

/** Of safetensors; nothing where others wrote them, or they are damaged. */
export function saidIn(bytes: Uint8Array): Said | undefined {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  try {
    const { __metadata__ } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    return JSON.parse(__metadata__['lstm-wasm']);
  } catch {
    return undefined;
  }
}

/** Its shape without the batch, null where any extent will do; of tokens, how many there are. */
export interface ModelInput {
  shape: (number | null)[];
  tokens?: number;
}

const ofFirst = ({ type, inputDim, inputShape, layer }: Layer): ModelInput =>
  type === 'embedding' ? { shape: [null], tokens: inputDim! } : { shape: (inputShape ?? layer?.inputShape)! };

/** Of a graph. */
function ofGraph(layers: Layer[]): ModelInput[] {
  return layers.flatMap(({ type, shape, dtype }, n) => {
    if (type !== 'input') return [];
    const reader = layers.find(({ from }) => from?.includes(String(n)));
    return dtype === 'int32' ? [{ shape: shape!.slice(0, 1), tokens: reader!.inputDim! }] : [{ shape: shape! }];
  });
}

/** What its model reads. */
export function inputsOf({ model, languageModel }: Said): ModelInput[] {
  if (languageModel) return [{ shape: [null], tokens: languageModel.vocabulary }];
  return model!.outputs ? ofGraph(model!.layers) : [ofFirst(model!.layers[0]!)];
}
