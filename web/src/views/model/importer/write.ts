// Writes a model for elsewhere, all of its files or none.
import type { Savable } from 'lstm-wasm/onnx';

/** A model as a file of ours, and of one that learns the rate that it would go on with. */
export interface Given {
  bytes: Uint8Array;
  learningRate: number | undefined;
}

export interface Written {
  files: Record<string, Uint8Array>;
  /** What is otherwise there than here, each in a sentence. */
  notes: string[];
}

/** `name`: of the files that are free to have one, without an ending. */
type Writer = (model: Savable, name: string, bytes: Uint8Array) => Promise<Written>;

const text = (string: string) => new TextEncoder().encode(string);

const writers = {
  async tfjs(model) {
    const { files, notes } = await (await import('lstm-wasm/keras')).toTfjs(model);
    return { files, notes };
  },
  async onnx(its, name) {
    const { model, notes } = await (await import('lstm-wasm/onnx')).toOnnx(its);
    return { files: { [`${name}.onnx`]: model }, notes };
  },
  async pytorch(its, name, bytes) {
    const { model, training, notes } = await (await import('lstm-wasm/pytorch')).toPyTorch(its);
    return { files: { 'model.py': text(model), 'train.py': text(training), [`${name}.safetensors`]: bytes }, notes };
  },
} satisfies Record<string, Writer>;

export type Elsewhere = keyof typeof writers;

/** @throws TypeError for what that format has no place for. */
export function written(format: Elsewhere, { bytes, learningRate }: Given, name: string): Promise<Written> {
  const model: Savable = { save: async () => bytes, getLearningRate: () => learningRate! };
  return writers[format](model, name, bytes);
}
